package dev.enid.linux.session;

import dev.enid.linux.posix.LinuxException;

/** What became of one request of a batch. */
public sealed interface Reply {

    /** The kernel did it. */
    record Ok() implements Reply {}

    /** The kernel refused it; the others of the batch are not touched by that. */
    record Refused(LinuxException why) implements Reply {}

    /** The kernel's answer was lost: whether it was done, only reading again can tell. */
    record Unknown() implements Reply {}
}
