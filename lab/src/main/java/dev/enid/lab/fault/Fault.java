package dev.enid.lab.fault;

import java.util.Optional;

/** One way in which a service departs from the best of all services. */
public interface Fault {

    /** What two faults of one kind share: the later takes the place of the earlier, for the same key. */
    Enum<?> kind();

    /** What the fault is about; empty for all requests. */
    default Optional<?> key() {
        return Optional.empty();
    }

    /** As typed, one line for a shell. */
    String text();

    /** Whether it can be for a number of requests; others hold until they are switched off. */
    boolean countable();
}
