package dev.enid.agent.control;

import dev.enid.core.report.ExplainView;
import java.util.Optional;

/**
 * What a client asks: one line.
 *
 * @param version of the protocol: {@link #VERSION}
 * @param command one of {@link Verb}, in lower case
 * @param eni for up and down, as a person names it
 * @param packet for explain
 */
record Request(int version, String command, Optional<String> eni, Optional<ExplainView.Packet> packet) {

    static final int VERSION = 1;

    /** The commands. */
    enum Verb {
        STATUS(false),
        PLAN(false),
        EXPLAIN(false),
        EVENTS(false),
        APPLY(true),
        UP(true),
        DOWN(true);

        private final boolean changes;

        Verb(boolean changes) {
            this.changes = changes;
        }

        /** Whether it changes the host, or has the daemon do so. */
        boolean changes() {
            return changes;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static Optional<Verb> of(String word) {
            for (Verb verb : values()) {
                if (verb.word().equals(word)) {
                    return Optional.of(verb);
                }
            }
            return Optional.empty();
        }
    }

    static Request of(Verb verb) {
        return new Request(VERSION, verb.word(), Optional.empty(), Optional.empty());
    }

    Request about(String named) {
        return new Request(version, command, Optional.of(named), packet);
    }

    Request about(ExplainView.Packet described) {
        return new Request(version, command, eni, Optional.of(described));
    }
}
