package dev.enid.lab.ec2;

import dev.enid.lab.fault.Fault;
import dev.enid.lab.fault.FaultWords;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** One way in which the API departs from the best of all services. {@link ApiFaultText} reads and writes them. */
public sealed interface ApiFault extends Fault {

    /** What two faults of one kind share: the later takes the place of the earlier, for the same actions. */
    enum Kind {
        ERROR,
        LOST,
        LATE,
        SLOW,
        THROTTLE,
        LAG,
        DELAY,
        STUCK
    }

    @Override
    Kind kind();

    /** Which actions it is about. */
    ActionPattern actions();

    @Override
    default Optional<?> key() {
        return Optional.of(actions());
    }

    /** As typed after {@code enid lab fault ec2}. */
    @Override
    default String text() {
        return ApiFaultText.write(this);
    }

    @Override
    default boolean countable() {
        return switch (this) {
            case ErrorAnswer _, Lost _, Late _, Slow _ -> true;
            case Throttle _, Lag _, Delay _, Stuck _ -> false;
        };
    }

    /** An error instead of an answer; nothing is done. */
    record ErrorAnswer(String code, ActionPattern actions) implements ApiFault {

        private static final Pattern CODE = Pattern.compile("[A-Z][A-Za-z0-9]*(\\.[A-Z][A-Za-z0-9]*)?");

        public ErrorAnswer {
            if (!CODE.matcher(code).matches()) {
                throw new IllegalArgumentException(
                        "an error code is written as RequestLimitExceeded or InvalidNetworkInterface.InUse");
            }
        }

        @Override
        public Kind kind() {
            return Kind.ERROR;
        }
    }

    /** A connection that ends without an answer. */
    record Lost(Part part, ActionPattern actions) implements ApiFault {

        /** What does not arrive. */
        public enum Part {
            /** Nothing is done. */
            REQUEST,
            /** What was asked for is done, and whoever asked does not learn of it. */
            RESPONSE
        }

        private record Key(Part part, ActionPattern actions) {}

        @Override
        public Kind kind() {
            return Kind.LOST;
        }

        @Override
        public Optional<?> key() {
            return Optional.of(new Key(part, actions));
        }
    }

    /** An answer that is held back; what was asked for is done at once. */
    record Late(ActionPattern actions, Duration by) implements ApiFault {

        public Late {
            FaultWords.positive(by);
        }

        @Override
        public Kind kind() {
            return Kind.LATE;
        }
    }

    /** What was asked for is done that much later, even where the client has given up by then. */
    record Slow(ActionPattern actions, Duration by) implements ApiFault {

        public Slow {
            FaultWords.positive(by);
        }

        @Override
        public Kind kind() {
            return Kind.SLOW;
        }
    }

    /**
     * So many requests, each action for itself; the others are refused.
     *
     * @param limit absent for those of EC2 itself
     */
    record Throttle(Optional<Limit> limit, ActionPattern actions) implements ApiFault {

        /**
         * A bucket of tokens.
         *
         * @param perSecond how fast it fills
         * @param burst how much it holds
         */
        public record Limit(BigDecimal perSecond, int burst) {

            public Limit {
                perSecond = perSecond.stripTrailingZeros();
                if (perSecond.signum() < 1 || burst < 1) {
                    throw new IllegalArgumentException("a rate is more than 0/s, and a burst at least 1");
                }
            }

            /** What one second brings, and at least one. */
            static int usualBurst(BigDecimal perSecond) {
                return Math.max(1, perSecond.intValue());
            }
        }

        @Override
        public Kind kind() {
            return Kind.THROTTLE;
        }
    }

    /** Describe* answer with the world as it was. */
    record Lag(Duration by) implements ApiFault {

        /** Actions that only look. */
        static final ActionPattern READING = new ActionPattern("Describe*");

        public Lag {
            FaultWords.positive(by);
            if (by.compareTo(History.KEPT) > 0) {
                throw new IllegalArgumentException("answers lag at most " + History.KEPT.toMinutes() + "m");
            }
        }

        @Override
        public Kind kind() {
            return Kind.LAG;
        }

        @Override
        public ActionPattern actions() {
            return READING;
        }
    }

    /** An ENI takes that long to attach or to detach. */
    record Delay(Move move, Duration by) implements ApiFault {

        /** What takes its time. */
        public enum Move {
            /** Until the link appears in the instance. */
            ATTACH,
            /** From when the link is gone until the ENI is free. */
            DETACH
        }

        public Delay {
            FaultWords.positive(by);
        }

        @Override
        public Kind kind() {
            return Kind.DELAY;
        }

        @Override
        public ActionPattern actions() {
            return new ActionPattern(move == Move.ATTACH ? "AttachNetworkInterface" : "DetachNetworkInterface");
        }
    }

    /** An ENI detaches for ever, unless it is forced to. */
    record Stuck() implements ApiFault {
        @Override
        public Kind kind() {
            return Kind.STUCK;
        }

        @Override
        public ActionPattern actions() {
            return new ActionPattern("DetachNetworkInterface");
        }
    }
}
