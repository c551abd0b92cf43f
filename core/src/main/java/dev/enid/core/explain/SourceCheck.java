package dev.enid.core.explain;

import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;

/** The VPC's source/destination check: what leaves by an ENI has to come from an address of that ENI. */
public sealed interface SourceCheck {

    /** The packet leaves by an ENI that has its source. */
    record Accepted(Eni eni, Ip source) implements SourceCheck {}

    /** The packet leaves by an ENI that has not got its source; the VPC drops it, where the check is on. */
    record Refused(Eni eni, Ip source) implements SourceCheck {}

    /** The host passes it on for someone behind it, whose address NAT turns into one of the ENI's, or the VPC drops it. */
    record IfTranslated(Eni eni, Ip source) implements SourceCheck {}

    /** There is nothing to check, or nothing to check it by. */
    record NotAsked(String why) implements SourceCheck {}

    /**
     * The check of one packet.
     *
     * @param passedOn whether it came in by another link
     */
    static SourceCheck of(Eni eni, Ip source, boolean passedOn) {
        // Neighbor discovery speaks from link-local addresses, which no ENI is listed with.
        boolean ofLink = source.family() == Family.V6 && source.isLinkLocal();
        if (ofLink || eni.owns(source)) {
            return new Accepted(eni, source);
        }
        return passedOn ? new IfTranslated(eni, source) : new Refused(eni, source);
    }

    /** For a person. */
    default String words() {
        return switch (this) {
            case Accepted(Eni eni, Ip source) -> "the VPC accepts it: " + source + " belongs to " + eni.id();
            case Refused(Eni eni, Ip source) ->
                "the VPC drops it: " + source + " does not belong to " + eni.id()
                        + " (unless NAT changes the source, or the ENI's source/destination check is off)";
            case IfTranslated(Eni eni, Ip source) ->
                "the VPC accepts it if NAT turns " + source + " into an address of " + eni.id()
                        + ", as it does for containers, or if the ENI's source/destination check is off";
            case NotAsked(String why) -> why;
        };
    }
}
