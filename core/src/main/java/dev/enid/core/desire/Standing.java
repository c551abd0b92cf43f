package dev.enid.core.desire;

import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Link;
import java.util.List;
import java.util.Optional;

/**
 * How one ENI stands.
 *
 * @param eni absent while IMDS does not describe it
 * @param link absent while the kernel has no link for it
 * @param notes what a person should know, in sentences
 */
public record Standing(Mac mac, Optional<Eni> eni, Optional<Link> link, State state, List<String> notes) {

    public enum State {
        /** Described by IMDS, there in the kernel, wanted. */
        OK,
        /** Not consistent in IMDS yet, or no link yet. */
        PENDING,
        /** Opted out, held down, without IP, or in someone else's bridge or bond. */
        IGNORED,
        /** A device that IMDS does not list. What enid installed for it stays. */
        UNKNOWN;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Standing {
        notes = List.copyOf(notes);
    }
}
