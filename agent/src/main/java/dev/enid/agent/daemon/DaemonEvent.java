package dev.enid.agent.daemon;

import java.time.Duration;

/** Something the daemon did or noticed: what {@code enid events} follows and the log says. */
public sealed interface DaemonEvent {

    /** How much it matters to a person. */
    enum Level {
        DEBUG,
        INFO,
        WARN
    }

    /** One line, in the words of the plan. */
    String line();

    Level level();

    /** The daemon runs. */
    record Started(String version) implements DaemonEvent {
        @Override
        public String line() {
            return "enid " + version + " started";
        }

        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /**
     * A change was carried out.
     *
     * @param action add, replace or remove
     * @param link the interface concerned, empty for none
     * @param object in iproute2's words
     */
    record Changed(String action, String link, String object, String because) implements DaemonEvent {
        @Override
        public String line() {
            return action + " " + object + ": " + because;
        }

        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /**
     * A pass changed something.
     *
     * @param changes carried out
     * @param failed or skipped
     * @param remaining still to be done
     */
    record Passed(int changes, int failed, int remaining, boolean converged, Duration took) implements DaemonEvent {
        @Override
        public String line() {
            return changes
                    + (changes == 1 ? " change" : " changes")
                    + (failed == 0 ? "" : ", " + failed + " failed or skipped")
                    + (converged ? ", converged" : ", " + remaining + " still to do")
                    + String.format(" in %.1f ms", took.toNanos() / 1e6);
        }

        @Override
        public Level level() {
            return converged ? Level.INFO : Level.WARN;
        }
    }

    /** Something failed that did not fail before. */
    record FaultBegan(String kind, String doing, String detail) implements DaemonEvent {
        @Override
        public String line() {
            return "failed " + doing + ": " + detail;
        }

        @Override
        public Level level() {
            return Level.WARN;
        }
    }

    /**
     * A guard keeps changes back that it did not keep back before.
     *
     * @param example one of them
     * @param count of them all
     */
    record HeldBack(String example, int count, String guard, String why) implements DaemonEvent {
        @Override
        public String line() {
            return "not done (" + guard + "): " + example + (count == 1 ? "" : " and " + (count - 1) + " more") + ": "
                    + why;
        }

        @Override
        public Level level() {
            return Level.WARN;
        }
    }

    /** It does not fail any more. */
    record FaultEnded(String doing, Duration after) implements DaemonEvent {
        @Override
        public String line() {
            return "no longer failing: " + doing + " (after " + seconds(after) + ")";
        }

        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /**
     * An ENI stands otherwise than before.
     *
     * @param eni its id, or its MAC address while IMDS does not tell
     * @param link empty while the kernel has none
     * @param state ok, pending, ignored, unknown, or gone
     * @param detail why, empty for ok
     */
    record EniState(String eni, String mac, String link, String state, String detail) implements DaemonEvent {
        @Override
        public String line() {
            return eni + (link.isEmpty() ? "" : " (" + link + ")") + " is " + state
                    + (detail.isEmpty() ? "" : ": " + detail);
        }

        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /**
     * IMDS did not describe a link in time.
     *
     * @param hardware a virtual link that IMDS does not know is nothing special
     */
    record GivenUp(String link, String mac, Duration after, String why, boolean hardware) implements DaemonEvent {
        @Override
        public String line() {
            return link + " (" + mac + ") is left alone after " + seconds(after) + ": " + why
                    + "; the ordinary refresh still looks for it";
        }

        @Override
        public Level level() {
            return hardware ? Level.WARN : Level.DEBUG;
        }
    }

    /** Somebody keeps undoing a change. */
    record BackOffBegan(String object, int undone, Duration rest) implements DaemonEvent {
        @Override
        public String line() {
            return "someone keeps undoing " + object + " (" + undone + " times in a row): left alone for "
                    + seconds(rest) + ", and longer each time";
        }

        @Override
        public Level level() {
            return Level.WARN;
        }
    }

    /** Nobody undoes it any more. */
    record BackOffEnded(String object) implements DaemonEvent {
        @Override
        public String line() {
            return "no longer contested: " + object;
        }

        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** The daemon ends; the network stays as it is. */
    record Stopping(String why) implements DaemonEvent {
        @Override
        public String line() {
            return "stopping (" + why + "); the network stays as it is";
        }

        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() < 10_000
                ? String.format("%.1f s", duration.toMillis() / 1e3)
                : duration.toSeconds() + " s";
    }
}
