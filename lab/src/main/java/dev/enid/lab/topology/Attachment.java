package dev.enid.lab.topology;

import java.util.Optional;

/**
 * Where an ENI is attached.
 *
 * @param instance the instance's name in the topology
 * @param networkCard 0 on instance types with one card
 * @param deviceIndex 0 only for the primary ENI
 * @param interfaceName what the link is called as it appears in the instance; absent for an EFA-only ENI, which has no link
 */
public record Attachment(
        String instance, int networkCard, int deviceIndex, Optional<String> interfaceName, State state) {

    /** AttachmentStatus of the API Reference, but for detached: then there is no attachment any more. */
    public enum State {
        /** The place is taken; the instance has no link yet. */
        ATTACHING,
        ATTACHED,
        /** The link is gone; the place is still taken. */
        DETACHING
    }

    public boolean primary() {
        return networkCard == 0 && deviceIndex == 0;
    }

    /** {@code device index 1}, with the network card where it is not the first. */
    public String place() {
        return "device index " + deviceIndex + (networkCard == 0 ? "" : " of network card " + networkCard);
    }

    public Attachment in(State other) {
        return new Attachment(instance, networkCard, deviceIndex, interfaceName, other);
    }

    /** Whether the other is this one, in whatever state. */
    public boolean isThatOf(Attachment other) {
        return in(other.state).equals(other);
    }
}
