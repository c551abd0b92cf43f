/** The system calls, made for real. */
@NullMarked
package dev.enid.linux.posix;

import org.jspecify.annotations.NullMarked;
