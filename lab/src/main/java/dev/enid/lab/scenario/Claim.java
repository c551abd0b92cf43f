package dev.enid.lab.scenario;

import dev.enid.core.ip.Ip;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/** What an expectation says of the lab. */
public sealed interface Claim {

    /** How somebody is asked. */
    enum Manner {
        TCP,
        PING;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * {@code client reaches web-1}.
     *
     * @param to addresses, and ENIs for all their addresses
     * @param source of the packets; the machine's own choice without it
     * @param reached false for {@code does not reach}
     */
    record Reaches(String from, List<String> to, Manner manner, int port, Optional<Ip> source, boolean reached)
            implements Claim {
        public Reaches {
            to = List.copyOf(to);
        }
    }

    /** What a look shows meets every condition. */
    record Says(Observation.Text what, List<Condition> conditions) implements Claim {
        public Says {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * {@code imds requests of web since start <= 20}.
     *
     * @param since a name that was remembered; what was counted then is taken off
     */
    record Counts(Observation.Count what, Optional<String> since, Comparison comparison, long number)
            implements Claim {}

    /** {@code foreign is unchanged}: a look shows what it showed when it was remembered. */
    record Unchanged(String name) implements Claim {}

    /** {@code web is converged}: its daemon knows all that EC2 gave the instance, by a fresh reading, and has nothing to do. */
    record Converged(String instance) implements Claim {}

    /** {@code plan of web is empty}. */
    record NothingPlanned(String instance) implements Claim {}

    /** How two numbers are compared. */
    enum Comparison {
        LESS("<"),
        AT_MOST("<="),
        EQUAL("="),
        AT_LEAST(">="),
        MORE(">");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        /** Whether a number compares so with {@code other}. */
        public LongPredicate with(long other) {
            return switch (this) {
                case LESS -> number -> number < other;
                case AT_MOST -> number -> number <= other;
                case EQUAL -> number -> number == other;
                case AT_LEAST -> number -> number >= other;
                case MORE -> number -> number > other;
            };
        }
    }
}
