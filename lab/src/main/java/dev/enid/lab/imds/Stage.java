package dev.enid.lab.imds;

import java.time.Duration;

/**
 * How much of a new ENI shows. The real service fills one in by and by, and its users know each of these halves:
 * amazon-ec2-net-utils issues 38 (listed, leaves 404), 90 (device-number 0) and 153, 157 (network-card missing).
 */
enum Stage {
    /** Not in the list of MAC addresses. */
    HIDDEN,
    /** In the list, and its own list is there, but every leaf is 404. */
    LISTED,
    /** Leaves are there; device-number is 0, network-card 404. */
    NUMBERLESS,
    /** Only network-card is still 404. */
    CARDLESS,
    WHOLE;

    /** The stage of something {@code age} old when propagation takes {@code whole}: a quarter each. */
    static Stage after(Duration age, Duration whole) {
        if (age.compareTo(whole) >= 0) {
            return WHOLE;
        }
        int quarter = (int) Math.max(0, age.toNanos() * 4 / whole.toNanos());
        return values()[quarter];
    }
}
