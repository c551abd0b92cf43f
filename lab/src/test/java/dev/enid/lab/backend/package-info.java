/** Each network manager for itself, in a whole Debian: what enid hands it, and what the outside world sees of it. */
@NullMarked
package dev.enid.lab.backend;

import org.jspecify.annotations.NullMarked;
