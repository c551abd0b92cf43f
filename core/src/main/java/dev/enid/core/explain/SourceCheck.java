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

    /** There is nothing to check, or nothing to check it by. */
    record NotAsked(String why) implements SourceCheck {}

    static SourceCheck of(Eni eni, Ip source) {
        // Neighbor discovery speaks from link-local addresses, which no ENI is listed with.
        boolean ofLink = source.family() == Family.V6 && source.isLinkLocal();
        return ofLink || eni.owns(source) ? new Accepted(eni, source) : new Refused(eni, source);
    }

    /** For a person. */
    default String words() {
        return switch (this) {
            case Accepted(Eni eni, Ip source) -> "the VPC accepts it: " + source + " belongs to " + eni.id();
            case Refused(Eni eni, Ip source) ->
                "the VPC drops it: " + source + " does not belong to " + eni.id()
                        + " (unless NAT changes the source, or the ENI's source/destination check is off)";
            case NotAsked(String why) -> why;
        };
    }
}
