/**
 * What a pass sees of a host, as a file: {@link dev.enid.agent.snapshot.SavedSnapshot} can be read on another host, and tells no
 * secrets of its own.
 *
 * <p>Not here: what follows from a snapshot (operations), and how any record becomes JSON (json).
 */
@NullMarked
package dev.enid.agent.snapshot;

import org.jspecify.annotations.NullMarked;
