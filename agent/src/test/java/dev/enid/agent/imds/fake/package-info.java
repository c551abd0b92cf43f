/**
 * An IMDS to test against: it answers over loopback as the real one does, keeps state, and misbehaves when told to. Must not be
 * in here: anything of {@code dev.enid.agent.imds} but its public types, since a fake that shares code with what it tests
 * shares its mistakes.
 */
@NullMarked
package dev.enid.agent.imds.fake;

import org.jspecify.annotations.NullMarked;
