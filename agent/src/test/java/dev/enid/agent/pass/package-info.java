@NullMarked
package dev.enid.agent.pass;

import org.jspecify.annotations.NullMarked;
