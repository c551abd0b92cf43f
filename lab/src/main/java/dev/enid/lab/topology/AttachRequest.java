package dev.enid.lab.topology;

import java.util.OptionalInt;

/**
 * An ENI to be attached.
 *
 * @param instance name or id
 * @param eni name, id or MAC address
 * @param deviceIndex the first free one where absent
 * @param networkCard the first where absent
 */
public record AttachRequest(String instance, String eni, OptionalInt deviceIndex, OptionalInt networkCard) {

    /** At the first free device index of the first network card. */
    public static AttachRequest of(String instance, String eni) {
        return new AttachRequest(instance, eni, OptionalInt.empty(), OptionalInt.empty());
    }
}
