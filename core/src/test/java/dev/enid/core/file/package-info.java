/** Whose a file is. */
@NullMarked
package dev.enid.core.file;

import org.jspecify.annotations.NullMarked;
