package dev.enid.lab.imds;

import dev.enid.lab.fault.Fault;
import dev.enid.lab.fault.FaultWords;
import java.time.Duration;
import java.util.Optional;

/** One way in which the service departs from the best of all services. {@link FaultText} reads and writes them. */
public sealed interface FaultSpec extends Fault {

    /** What two faults of one kind share: the later takes the place of the earlier, for the same key. */
    enum Kind {
        OUTAGE,
        ERROR,
        DELAY,
        PROPAGATION,
        STALE,
        THROTTLE,
        HOSTILE,
        MISSING,
        TRUNCATE,
        GARBAGE,
        WRONG,
        CLOSE,
        TOKENS,
        DISABLED,
        HOP_LIMIT
    }

    @Override
    Kind kind();

    /** The key that the fault is about; empty for all requests. */
    @Override
    default Optional<KeyPattern> key() {
        return Optional.empty();
    }

    /** As typed after {@code enid lab fault imds}. */
    @Override
    default String text() {
        return FaultText.write(this);
    }

    /** Not what shapes the service as a whole. */
    @Override
    default boolean countable() {
        return switch (this) {
            case Outage outage -> outage.manner() != Outage.Manner.REFUSE;
            case ErrorAnswer _, Delay _, Hostile _, Missing _, Truncate _, Garbage _, Wrong _, Close _, Disabled _ ->
                true;
            case Propagation _, Stale _, Throttle _, TokenUse _, HopLimit _ -> false;
        };
    }

    /** No answer at all. */
    record Outage(Manner manner) implements FaultSpec {

        /** How connections fail. */
        public enum Manner {
            /** Taken, and never answered: the client waits until its own patience ends. */
            TIMEOUT,
            /** The port is closed. For one instance alone, which shares the port with others, the same as {@link #RESET}. */
            REFUSE,
            /** Taken, then reset. */
            RESET;

            String word() {
                return name().toLowerCase(java.util.Locale.ROOT);
            }
        }

        @Override
        public Kind kind() {
            return Kind.OUTAGE;
        }
    }

    /** An HTTP error instead of every answer. */
    record ErrorAnswer(int status) implements FaultSpec {

        public ErrorAnswer {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("an error status is 400 to 599, not " + status);
            }
        }

        @Override
        public Kind kind() {
            return Kind.ERROR;
        }
    }

    /** Every answer comes that much later. */
    record Delay(Duration by) implements FaultSpec {

        public Delay {
            FaultWords.positive(by);
        }

        @Override
        public Kind kind() {
            return Kind.DELAY;
        }
    }

    /** Changes show that much later, new ENIs in stages until then ({@link Stage}). */
    record Propagation(Duration takes) implements FaultSpec {

        public Propagation {
            FaultWords.positive(takes);
            if (takes.compareTo(Timeline.KEPT) > 0) {
                throw new IllegalArgumentException("propagation takes at most " + Timeline.KEPT.toMinutes() + "m");
            }
        }

        @Override
        public Kind kind() {
            return Kind.PROPAGATION;
        }
    }

    /** Answers stay those of the moment when this was switched on. */
    record Stale() implements FaultSpec {
        @Override
        public Kind kind() {
            return Kind.STALE;
        }
    }

    /**
     * So many requests a second for each ENI, and as many at once after a pause; the real limit is 1024 packets.
     *
     * @param drop whether the others get no answer instead of a 503
     */
    record Throttle(int perSecond, boolean drop) implements FaultSpec {

        public Throttle {
            if (perSecond < 1) {
                throw new IllegalArgumentException("a rate is at least 1/s");
            }
        }

        @Override
        public Kind kind() {
            return Kind.THROTTLE;
        }
    }

    /**
     * A key that answers with what nobody expects.
     *
     * @param answer over again until the answer has {@code size} characters
     * @param size 0 for the text as it is
     */
    record Hostile(KeyPattern pattern, String answer, int size) implements FaultSpec {

        /** As much as the service holds in memory without a thought. */
        static final int MOST = 256 << 20;

        public Hostile {
            if (size < 0 || size > MOST) {
                throw new IllegalArgumentException("an answer has at most " + (MOST >> 20) + "m");
            }
            if (size > 0 && answer.isEmpty()) {
                throw new IllegalArgumentException("an empty text repeated stays empty");
            }
        }

        @Override
        public Kind kind() {
            return Kind.HOSTILE;
        }

        @Override
        public Optional<KeyPattern> key() {
            return Optional.of(pattern);
        }

        String body() {
            if (size == 0) {
                return answer;
            }
            return answer.repeat(size / answer.length() + 1).substring(0, size);
        }
    }

    /** A key that is there and answers 404. */
    record Missing(KeyPattern pattern) implements FaultSpec {
        @Override
        public Kind kind() {
            return Kind.MISSING;
        }

        @Override
        public Optional<KeyPattern> key() {
            return Optional.of(pattern);
        }
    }

    /** An answer that breaks off, with its connection, halfway through the body. */
    record Truncate(KeyPattern pattern) implements FaultSpec {
        @Override
        public Kind kind() {
            return Kind.TRUNCATE;
        }

        @Override
        public Optional<KeyPattern> key() {
            return Optional.of(pattern);
        }
    }

    /** An answer that is not HTTP. */
    record Garbage(KeyPattern pattern) implements FaultSpec {
        @Override
        public Kind kind() {
            return Kind.GARBAGE;
        }

        @Override
        public Optional<KeyPattern> key() {
            return Optional.of(pattern);
        }
    }

    /** Leaves of one ENI answer with those of the instance's next one. */
    record Wrong() implements FaultSpec {
        @Override
        public Kind kind() {
            return Kind.WRONG;
        }
    }

    /** The connection ends after each answer, as that of the real service sometimes does. */
    record Close() implements FaultSpec {
        @Override
        public Kind kind() {
            return Kind.CLOSE;
        }
    }

    /** Which version of the service this is. */
    record TokenUse(Version version) implements FaultSpec {

        /** HttpTokens of the EC2 API, and what some emulators are. */
        public enum Version {
            /** IMDSv2 and IMDSv1. */
            OPTIONAL,
            /** IMDSv1 alone: there is no token to be had. */
            UNSUPPORTED;

            String word() {
                return name().toLowerCase(java.util.Locale.ROOT);
            }
        }

        @Override
        public Kind kind() {
            return Kind.TOKENS;
        }
    }

    /** HttpEndpoint is disabled: 403 for everything. */
    record Disabled() implements FaultSpec {
        @Override
        public Kind kind() {
            return Kind.DISABLED;
        }
    }

    /** HttpPutResponseHopLimit: how far the answer with a token travels; 1 does not reach a container behind a bridge. */
    record HopLimit(int hops) implements FaultSpec {

        public HopLimit {
            if (hops < 1 || hops > 64) {
                throw new IllegalArgumentException("a hop limit is 1 to 64, not " + hops);
            }
        }

        @Override
        public Kind kind() {
            return Kind.HOP_LIMIT;
        }
    }
}
