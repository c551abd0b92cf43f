/**
 * The tour: {@code enid lab demo}. Every step is tried from a client outside, with real packets, against the unmodified daemon.
 * Must not be in here: anything the daemon could be helped by.
 */
@NullMarked
package dev.enid.lab.demo;

import org.jspecify.annotations.NullMarked;
