/**
 * What a person decides: the settings file, where files are, and the ENIs held down by {@code enid down}.
 *
 * <p>Every problem of a file is reported, with its line. Not here: what follows from a setting.
 */
@NullMarked
package dev.enid.agent.settings;

import org.jspecify.annotations.NullMarked;
