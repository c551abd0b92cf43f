package dev.enid.agent.move;

import dev.enid.agent.ec2.NetworkInterface;
import dev.enid.agent.ec2.NetworkInterface.Attachment;
import dev.enid.agent.ec2.NetworkInterface.Stage;
import dev.enid.agent.ec2.Slot;
import java.util.Optional;

/** ENIs that are other than usual. */
final class FakeVpcs {

    private FakeVpcs() {}

    static NetworkInterface unattached(NetworkInterface eni) {
        return with(eni, eni.zone(), false, eni.sourceDestCheck(), Optional.empty());
    }

    /** Asked for earlier, and not over. */
    static NetworkInterface detaching(NetworkInterface eni) {
        return with(
                eni,
                eni.zone(),
                false,
                eni.sourceDestCheck(),
                eni.attachment()
                        .map(place ->
                                new Attachment(place.id(), place.instance(), place.slot(), Stage.DETACHING, false)));
    }

    static NetworkInterface ofAService(NetworkInterface eni) {
        return with(eni, eni.zone(), true, eni.sourceDestCheck(), eni.attachment());
    }

    static NetworkInterface elsewhere(NetworkInterface eni) {
        return with(eni, "eu-central-1b", false, eni.sourceDestCheck(), eni.attachment());
    }

    static NetworkInterface forwarding(NetworkInterface eni) {
        return with(eni, eni.zone(), false, false, eni.attachment());
    }

    static NetworkInterface primary(NetworkInterface eni) {
        return with(eni, eni.zone(), false, true, eni.attachment().map(place -> at(place, Slot.PRIMARY, false)));
    }

    static NetworkInterface deletedOnTermination(NetworkInterface eni) {
        return with(eni, eni.zone(), false, true, eni.attachment().map(place -> at(place, place.slot(), true)));
    }

    private static Attachment at(Attachment place, Slot slot, boolean delete) {
        return new Attachment(place.id(), place.instance(), slot, place.stage(), delete);
    }

    private static NetworkInterface with(
            NetworkInterface eni, String zone, boolean managed, boolean check, Optional<Attachment> attachment) {
        return new NetworkInterface(
                eni.id(),
                eni.subnet(),
                eni.vpc(),
                zone,
                managed,
                check,
                attachment,
                eni.ipv4(),
                eni.ipv6(),
                eni.primaryIpv6(),
                eni.prefixes());
    }
}
