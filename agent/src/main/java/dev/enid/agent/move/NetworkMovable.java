package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.ec2.Mutation;
import dev.enid.agent.ec2.NetworkInterface;
import dev.enid.agent.ec2.Which;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An address or a prefix. Its holder is an ENI. AllowReassignment takes an IPv4 address from wherever it is, in one step; an
 * IPv6 address and a prefix have to be given up first.
 *
 * @param near the ENIs that it is expected at
 */
record NetworkMovable(Cidr network, String vpc, String subnet, List<EniId> near) implements Movable {

    NetworkMovable {
        near = List.copyOf(near);
    }

    @Override
    public String name() {
        return network.toIproute2();
    }

    @Override
    public Phases phases() {
        return releasedFirst()
                ? new Phases(Optional.of(Phase.UNASSIGN), Optional.of(Phase.UNASSIGNED), Phase.ASSIGN, Phase.ASSIGNED)
                : Phases.of(Phase.ASSIGN, Phase.ASSIGNED);
    }

    private boolean releasedFirst() {
        return network.family() == Family.V6 || !network.isHost();
    }

    @Override
    public Whereabouts look(Ec2 ec2) throws Ec2Failure {
        return holder(ec2).map(eni -> Whereabouts.settled(eni.id().text())).orElse(Whereabouts.NOWHERE);
    }

    /** For an address one question tells; a prefix is looked for where it was or is to be, and only then in all of the subnet. */
    private Optional<NetworkInterface> holder(Ec2 ec2) throws Ec2Failure {
        if (network.isHost()) {
            return has(ec2.networkInterfaces(new Which.ByAddress(network.ip(), vpc)), network);
        }
        Optional<NetworkInterface> found = has(ec2.networkInterfaces(new Which.ById(near)), network);
        return found.isPresent() ? found : has(ec2.networkInterfaces(new Which.InSubnet(subnet)), network);
    }

    static Optional<NetworkInterface> has(List<NetworkInterface> enis, Cidr network) {
        return enis.stream()
                .filter(eni -> network.isHost()
                        ? eni.has(network.ip())
                        : eni.prefixes().contains(network))
                .findFirst();
    }

    @Override
    public Optional<Mutation> release(Whereabouts now, boolean force) {
        return Stream.of(now)
                .filter(_ -> releasedFirst())
                .flatMap(each -> each.holder().stream())
                .<Mutation>map(holder -> new Mutation.Unassign(new EniId(holder), network))
                .findFirst();
    }

    @Override
    public Mutation take(Place place, boolean held) {
        return new Mutation.Assign(new EniId(place.holder()), network, held && !releasedFirst());
    }
}
