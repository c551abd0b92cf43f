package dev.enid.lab.scenario;

import java.util.List;

/** Something that can be looked at again and again. */
public sealed interface Observation {

    /** A look that shows text. */
    sealed interface Text extends Observation {}

    /** A look that counts. */
    sealed interface Count extends Observation {}

    /** {@code exec web -- ip rule}: what a command prints, to both of its outputs. */
    record Output(String machine, List<String> command) implements Text {
        public Output {
            command = List.copyOf(command);
        }
    }

    /** {@code status of web}, {@code log of web} and so on. */
    record Of(Aspect aspect, String instance) implements Text {}

    /** What there is to see of an instance. */
    enum Aspect {
        /** {@code enid status}. */
        STATUS,
        /** {@code enid plan}. */
        PLAN,
        /** What its daemon has written. */
        LOG,
        /** Addresses, routes and rules that are enid's. */
        OURS,
        /** Addresses, routes and rules of everybody else, apart from those on its secondary ENIs' links. */
        OTHERS;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** {@code imds requests of web}: since the lab came up. */
    record Asked(Traffic traffic, String instance) implements Count {}

    /** What the metadata service counts. */
    enum Traffic {
        REQUESTS,
        TOKENS,
        CONNECTIONS;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * {@code imds missing met}: how many requests have met a fault of that kind since the lab came up.
     *
     * @param kind the first word of the fault
     */
    record Met(Service service, String kind) implements Count {}

    /** What can be made to fail. */
    enum Service {
        IMDS,
        EC2;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** {@code processes of web}. */
    record Processes(String machine) implements Count {}
}
