@NullMarked
package dev.enid.agent.rtnl;

import org.jspecify.annotations.NullMarked;
