package dev.enid.lab.imds;

import java.util.OptionalInt;

/** What a person wants done about faults: {@link FaultText#parse} reads it. */
public sealed interface FaultOrder {

    /**
     * Switch a fault on.
     *
     * @param times after so many requests it is over; empty until it is switched off
     */
    record Set(FaultSpec spec, OptionalInt times) implements FaultOrder {

        public Set {
            if (times.isPresent() && times.getAsInt() < 1) {
                throw new IllegalArgumentException("a fault is for one request at least");
            }
            if (times.isPresent() && !countable(spec)) {
                throw new IllegalArgumentException(
                        spec.text() + " holds until it is switched off; it cannot be for a number of requests");
            }
        }

        private static boolean countable(FaultSpec spec) {
            return switch (spec) {
                case FaultSpec.Outage outage -> outage.manner() != FaultSpec.Outage.Manner.REFUSE;
                case FaultSpec.ErrorAnswer _,
                        FaultSpec.Delay _,
                        FaultSpec.Hostile _,
                        FaultSpec.Missing _,
                        FaultSpec.Truncate _,
                        FaultSpec.Garbage _,
                        FaultSpec.Wrong _,
                        FaultSpec.Close _,
                        FaultSpec.Disabled _ -> true;
                case FaultSpec.Propagation _,
                        FaultSpec.Stale _,
                        FaultSpec.Throttle _,
                        FaultSpec.TokenUse _,
                        FaultSpec.HopLimit _ -> false;
            };
        }
    }

    /** Switch every fault of a kind off. */
    record Clear(FaultSpec.Kind kind) implements FaultOrder {}

    /** Switch all off. */
    record ClearAll() implements FaultOrder {}

    /** Make every token that was given out invalid, once. */
    record ExpireTokens() implements FaultOrder {}
}
