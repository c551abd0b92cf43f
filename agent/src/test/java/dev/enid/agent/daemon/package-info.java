@NullMarked
package dev.enid.agent.daemon;

import org.jspecify.annotations.NullMarked;
