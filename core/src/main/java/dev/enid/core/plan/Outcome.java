package dev.enid.core.plan;

import dev.enid.core.reading.Fault;

/** What became of a change. */
public sealed interface Outcome {

    record Done() implements Outcome {}

    /** It was so already: someone was faster. */
    record AlreadySo() implements Outcome {}

    /** Not tried, because what it rests on failed. */
    record Skipped(Change blocker) implements Outcome {}

    record Failed(Fault fault) implements Outcome {}

    /** As printed. */
    default String word() {
        return switch (this) {
            case Done _ -> "done";
            case AlreadySo _ -> "already so";
            case Skipped _ -> "skipped";
            case Failed _ -> "failed";
        };
    }
}
