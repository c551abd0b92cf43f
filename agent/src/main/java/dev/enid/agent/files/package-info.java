/**
 * Files of the host: {@link dev.enid.agent.files.HostFiles} reads what network managers have, and
 * {@link dev.enid.agent.files.FileWriter} carries out what a plan says of files.
 *
 * <p>Must not be in here: what a file says (core), and telling a manager of it (service).
 */
@NullMarked
package dev.enid.agent.files;

import org.jspecify.annotations.NullMarked;
