/**
 * How sure we are: {@link dev.enid.core.reading.Reading} of something outside, and {@link dev.enid.core.reading.Fault}, a
 * failure as a value. Must not be in here: what is read.
 */
@NullMarked
package dev.enid.core.reading;

import org.jspecify.annotations.NullMarked;
