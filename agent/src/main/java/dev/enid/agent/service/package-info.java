/**
 * The host's network managers: {@link dev.enid.agent.service.ManagerDesk} has them told what to bring about, by programs of theirs,
 * and keeps what they answered.
 *
 * <p>Must not be in here: what they are told (core's renderers), and files (files).
 */
@NullMarked
package dev.enid.agent.service;

import org.jspecify.annotations.NullMarked;
