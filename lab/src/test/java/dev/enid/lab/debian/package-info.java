/** Tests of a whole Debian in an instance: that it boots, is configured by the lab, and leaves nothing. */
@NullMarked
package dev.enid.lab.debian;

import org.jspecify.annotations.NullMarked;
