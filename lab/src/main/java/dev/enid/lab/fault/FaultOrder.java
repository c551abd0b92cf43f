package dev.enid.lab.fault;

import java.util.OptionalInt;

/** What a person wants done about the faults of a service: {@link FaultWords#parse} reads it. */
public sealed interface FaultOrder<F extends Fault> {

    /**
     * Switch a fault on.
     *
     * @param times after so many requests it is over; empty until it is switched off
     */
    record Set<F extends Fault>(F fault, OptionalInt times) implements FaultOrder<F> {

        public Set {
            if (times.isPresent() && times.getAsInt() < 1) {
                throw new IllegalArgumentException("a fault is for one request at least");
            }
            if (times.isPresent() && !fault.countable()) {
                throw new IllegalArgumentException(
                        fault.text() + " holds until it is switched off; it cannot be for a number of requests");
            }
        }
    }

    /** Switch every fault of a kind off. */
    record Clear<F extends Fault>(Enum<?> kind) implements FaultOrder<F> {}

    /** Switch all off. */
    record ClearAll<F extends Fault>() implements FaultOrder<F> {}

    /**
     * Do something once, which leaves nothing to switch off.
     *
     * @param event as typed
     */
    record Once<F extends Fault>(String event) implements FaultOrder<F> {}
}
