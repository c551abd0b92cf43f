/**
 * The same network in the words of the host's own network manager: {@link dev.enid.core.render.Renderer}s turn what is wanted for
 * each secondary ENI into files, and say what the manager is to be told then. Pure: files found on the host come in as values.
 *
 * <p>Must not be in here: reading and writing files, running programs (agent), and what should hold (desire).
 */
@NullMarked
package dev.enid.core.render;

import org.jspecify.annotations.NullMarked;
