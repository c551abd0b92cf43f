/**
 * {@code enid lab}: commands for a person and for scripts, each of them a request to the process that holds a lab, or the
 * start of it.
 *
 * <p>Must not be in here: the lab itself. A command prints a record that the server sent.
 */
@NullMarked
package dev.enid.lab.command;

import org.jspecify.annotations.NullMarked;
