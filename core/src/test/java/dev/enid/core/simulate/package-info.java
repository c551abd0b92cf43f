/** Tests of the simulation; what they expect was seen of Linux 6.18. */
@NullMarked
package dev.enid.core.simulate;

import org.jspecify.annotations.NullMarked;
