/**
 * Files of a host as values: those that are to be there ({@link dev.enid.core.file.FileSet}), those that were found
 * ({@link dev.enid.core.file.FoundFiles}), and by what ours are told from others' ({@link dev.enid.core.file.Marker}).
 *
 * <p>Must not be in here: what a file says (render), and reading or writing one (agent).
 */
@NullMarked
package dev.enid.core.file;

import org.jspecify.annotations.NullMarked;
