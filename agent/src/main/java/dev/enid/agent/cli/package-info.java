/**
 * The command line: arguments in, text or JSON and an exit code out.
 *
 * <p>Not here: what a command does. A command prints a record that another package made.
 */
@NullMarked
package dev.enid.agent.cli;

import org.jspecify.annotations.NullMarked;
