/**
 * A lab as a process of its own: the VPC with its metadata service ({@link dev.enid.lab.server.Lab}), served over a unix
 * socket with one JSON object a line ({@link dev.enid.lab.server.LabServer}, {@link dev.enid.lab.server.LabClient}) until it
 * is told to end.
 *
 * <p>Must not be in here: how namespaces and packets work (fabric), what the metadata service answers (imds), text for a
 * person (command).
 */
@NullMarked
package dev.enid.lab.server;

import org.jspecify.annotations.NullMarked;
