package dev.enid.lab.topology;

import static dev.enid.lab.topology.VpcException.Code.ATTACHMENT_LIMIT;
import static dev.enid.lab.topology.VpcException.Code.INCORRECT_STATE;
import static dev.enid.lab.topology.VpcException.Code.INVALID;
import static dev.enid.lab.topology.VpcException.Code.IN_USE;
import static dev.enid.lab.topology.VpcException.Code.NOT_ATTACHED;
import static dev.enid.lab.topology.VpcException.Code.NOT_PERMITTED;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** AttachNetworkInterface and DetachNetworkInterface, as functions. */
final class Attaching {

    private Attaching() {}

    /**
     * The VPC with that ENI attached.
     *
     * @throws VpcException when the ENI is in use, in another zone, or does not fit the instance
     */
    static Vpc attach(Vpc vpc, AttachRequest request) {
        VpcInstance instance = vpc.instance(request.instance());
        VpcEni eni = vpc.eni(request.eni());
        eni.attachment().ifPresent(other -> {
            throw new VpcException(
                    IN_USE,
                    eni.name() + " is attached to " + other.instance() + " as " + other.place()
                            + (other.state() == Attachment.State.DETACHING
                                    ? ", and still detaching"
                                    : "; detach it first"));
        });
        if (instance.state() == InstanceState.TERMINATED) {
            throw new VpcException(INCORRECT_STATE, instance.name() + " is terminated");
        }
        Subnet subnet = vpc.subnet(eni);
        if (!subnet.zone().equals(instance.zone())) {
            throw new VpcException(
                    INVALID,
                    eni.name() + " is in " + subnet.zone() + " and " + instance.name() + " in " + instance.zone()
                            + ": an ENI cannot leave its zone");
        }
        int card = request.networkCard().orElse(0);
        if (card < 0 || card >= instance.limits().networkCards()) {
            throw new VpcException(
                    INVALID,
                    instance.name() + " has " + instance.limits().networkCards() + " network card(s), no number "
                            + card);
        }
        List<VpcEni> there = vpc.attached(instance.name());
        List<Attachment> onCard = there.stream()
                .flatMap(each -> each.attachment().stream())
                .filter(each -> each.networkCard() == card)
                .toList();
        if (onCard.size() >= instance.limits().enisPerCard()) {
            throw new VpcException(
                    ATTACHMENT_LIMIT,
                    instance.name() + " has " + onCard.size() + " ENIs on network card " + card
                            + ", as many as it can");
        }
        IntPredicate taken = index -> onCard.stream().anyMatch(each -> each.deviceIndex() == index);
        int index = request.deviceIndex().orElseGet(() -> firstFree(taken));
        if (index < 0 || index > 99) {
            throw new VpcException(INVALID, "a device index is 0 to 99, not " + index);
        }
        if (taken.test(index)) {
            throw new VpcException(
                    INVALID, instance.name() + " already has an interface attached at device index " + index);
        }
        if (index == 0 && !(card == 0 && there.isEmpty())) {
            throw new VpcException(INVALID, "device index 0 is the primary ENI's, on network card 0 alone");
        }
        Set<String> names = there.stream()
                .flatMap(each -> each.attachment().stream())
                .flatMap(each -> each.interfaceName().stream())
                .collect(Collectors.toSet());
        Optional<String> link =
                eni.efaOnly() ? Optional.empty() : Optional.of(instance.naming().next(names));
        return vpc.with(eni.withAttachment(
                Optional.of(new Attachment(instance.name(), card, index, link, Attachment.State.ATTACHED))));
    }

    private static int firstFree(IntPredicate taken) {
        int index = 1;
        while (taken.test(index)) {
            index++;
        }
        return index;
    }

    /**
     * The VPC with that ENI detached.
     *
     * @throws VpcException when it is not attached, or is an instance's primary
     */
    static Vpc detach(Vpc vpc, String name) {
        VpcEni eni = vpc.eni(name);
        Attachment attachment = eni.attachment()
                .orElseThrow(() -> new VpcException(NOT_ATTACHED, eni.name() + " is not attached to any instance"));
        if (attachment.primary()) {
            throw new VpcException(
                    NOT_PERMITTED,
                    eni.name() + " is the primary ENI of " + attachment.instance() + " and cannot be detached");
        }
        return vpc.with(eni.withAttachment(Optional.empty()));
    }
}
