package dev.enid.linux.session;

import dev.enid.linux.wire.Message;

/** What a {@link Monitor} has to tell. */
public sealed interface Event {

    /**
     * Something is new, has changed, or is gone.
     *
     * @param removed whether it is gone
     */
    record Changed(boolean removed, Message.Thing thing) implements Event {}

    /** A table of nf_tables is new, has changed in any of its parts, or is gone: what is in it is to be read anew. */
    record TableChanged(String table) implements Event {}

    /** Events were lost: what is known of the namespace is to be read anew. */
    record Resync(String reason) implements Event {}

    /** Another thread called {@link Monitor#wake}. */
    record Woken() implements Event {}

    /** Nothing happened in the time given. */
    record Quiet() implements Event {}
}
