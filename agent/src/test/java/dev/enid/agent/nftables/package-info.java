@NullMarked
package dev.enid.agent.nftables;

import org.jspecify.annotations.NullMarked;
