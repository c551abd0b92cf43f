/** The codec, held against what {@code ip} and the kernel said to each other, and against noise. */
@NullMarked
package dev.enid.linux.wire;

import org.jspecify.annotations.NullMarked;
