/**
 * Scenarios as they are written: files of steps and expectations, read into values, with every mistake of a file told at once.
 *
 * <p>Must not be in here: labs, files and time. {@link dev.enid.lab.play} plays what is read here.
 */
@NullMarked
package dev.enid.lab.scenario;

import org.jspecify.annotations.NullMarked;
