package dev.enid.agent.ec2;

import java.util.Comparator;

/** A place for an ENI at an instance. */
public record Slot(int networkCard, int deviceIndex) implements Comparable<Slot> {

    private static final Comparator<Slot> ORDER =
            Comparator.comparingInt(Slot::networkCard).thenComparingInt(Slot::deviceIndex);

    /** That of the primary ENI, which stays as long as the instance does. */
    public static final Slot PRIMARY = new Slot(0, 0);

    @Override
    public int compareTo(Slot other) {
        return ORDER.compare(this, other);
    }

    /** {@code device index 1}, and the network card where it is not the first. */
    @Override
    public String toString() {
        return "device index " + deviceIndex + (networkCard == 0 ? "" : " of network card " + networkCard);
    }
}
