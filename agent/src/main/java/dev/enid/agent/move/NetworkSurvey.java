package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2Instance;
import dev.enid.agent.ec2.InstanceLimits;
import dev.enid.agent.ec2.Mutation;
import dev.enid.agent.ec2.NetworkInterface;
import dev.enid.agent.ec2.Subnet;
import dev.enid.agent.ec2.Which;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Plans to move an address or a prefix: from ENI to ENI, within one subnet. */
final class NetworkSurvey {

    private final Survey survey;
    private final Ec2Instance target;
    private final List<String> warnings = new ArrayList<>();

    NetworkSurvey(Survey survey, Ec2Instance target) {
        this.survey = survey;
        this.target = target;
    }

    MovePlan plan(Resource resource, Cidr network) throws MoveFailed, InterruptedException {
        Optional<Subnet> subnet = Optional.empty();
        Optional<NetworkInterface> holder;
        if (network.isHost()) {
            holder = NetworkMovable.has(survey.enis(new Which.ByAddress(network.ip(), target.vpc())), network);
        } else {
            subnet = Optional.of(subnet(network));
            holder = NetworkMovable.has(
                    survey.enis(new Which.InSubnet(subnet.get().id())), network);
        }
        if (subnet.isEmpty() && holder.isEmpty()) {
            subnet = Optional.of(subnet(network));
        }
        String subnetId = holder.map(NetworkInterface::subnet).orElseGet(subnet.map(Subnet::id)::orElseThrow);
        Optional<String> from = holder.map(Survey::instanceOf);
        if (holder.isPresent()) {
            check(holder.get(), network);
        }
        boolean already = from.filter(target.id()::equals).isPresent()
                && survey.options()
                        .eni()
                        .filter(id -> !id.equals(holder.get().id()))
                        .isEmpty();
        NetworkInterface goal = already ? holder.orElseThrow() : goal(subnetId, network);
        List<EniId> near = new ArrayList<>(
                new TreeSet<>(holder.map(each -> List.of(each.id(), goal.id())).orElse(List.of(goal.id()))));
        NetworkMovable movable = new NetworkMovable(network, target.vpc(), subnetId, near);
        Place place = new Place(goal.id().text(), target.id());
        List<Mutation> steps = new ArrayList<>();
        if (!already) {
            checkRoom(goal, network.family());
            holder.flatMap(each -> movable.release(Whereabouts.settled(each.id().text()), false))
                    .ifPresent(steps::add);
            steps.add(movable.take(place, holder.isPresent()));
        }
        return new MovePlan(
                resource,
                network.toIproute2(),
                holder.map(each -> new Place(each.id().text(), Survey.instanceOf(each))),
                place,
                already,
                steps,
                already || holder.isEmpty()
                        ? List.of()
                        : List.of("connections to " + network.toIproute2() + " end: " + target.id()
                                + " knows nothing of them; new ones are taken when it has configured the address,"
                                + " as soon as its IMDS shows it"),
                warnings,
                new MovePlan.Sign(
                        Optional.of(goal.id()),
                        Optional.of(network),
                        network.isHost() ? Optional.of(network.ip()) : Optional.empty()),
                movable);
    }

    /** Of what no ENI has, only the subnets say where it belongs. */
    private Subnet subnet(Cidr network) throws MoveFailed, InterruptedException {
        List<Subnet> all = survey.ask(ec2 -> ec2.subnets(target.vpc()));
        return all.stream()
                .filter(each -> each.contains(network.ip()))
                .findFirst()
                .orElseThrow(() -> MoveFailed.refused(
                        network.toIproute2() + " is in no subnet of " + target.vpc() + ", the VPC of " + target.id(),
                        "an Elastic IP is moved by: enid move elastic-ip; an address of no VPC by a route to it:"
                                + " enid move route"));
    }

    private static void check(NetworkInterface eni, Cidr network) throws MoveFailed {
        Ip ip = network.ip();
        if (network.isHost()
                && eni.ipv4().stream().findFirst().filter(ip::equals).isPresent()) {
            throw MoveFailed.refused(
                    ip + " is the primary address of " + eni.id() + ", which EC2 gives to no other ENI",
                    "move the ENI: enid move eni " + eni.id());
        }
        if (network.isHost() && eni.primaryIpv6().filter(ip::equals).isPresent()) {
            throw MoveFailed.refused(
                    ip + " is the primary IPv6 address of " + eni.id() + ", which EC2 never takes from it",
                    "move the ENI: enid move eni " + eni.id());
        }
        if (eni.requesterManaged()) {
            throw MoveFailed.refused(
                    network.toIproute2() + " is at " + eni.id() + ", which belongs to an AWS service",
                    "that service alone may move it");
        }
    }

    /** The target's ENI in that subnet. */
    private NetworkInterface goal(String subnet, Cidr network) throws MoveFailed, InterruptedException {
        List<Ec2Instance.Plugged> there = target.enis().stream()
                .filter(each -> each.subnet().equals(subnet))
                .filter(each -> survey.options()
                        .eni()
                        .filter(id -> !id.equals(each.eni()))
                        .isEmpty())
                .toList();
        if (there.isEmpty()) {
            throw MoveFailed.refused(
                    survey.options()
                                    .eni()
                                    .map(id -> id + " is no ENI of " + target.id() + " in ")
                                    .orElse(target.id() + " has no ENI in ")
                            + subnet + ", where " + network.toIproute2() + " belongs",
                    "attach one to it, or name an instance that has one");
        }
        Ec2Instance.Plugged first = there.getFirst();
        if (there.size() > 1) {
            warnings.add(target.id() + " has " + there.size() + " ENIs in that subnet: "
                    + there.stream().map(each -> each.eni().text()).collect(Collectors.joining(", "))
                    + "; it goes to the first, at " + first.slot() + ". --eni names another");
        }
        return survey.eni(first.eni());
    }

    private void checkRoom(NetworkInterface goal, Family family) throws MoveFailed, InterruptedException {
        Optional<InstanceLimits> limits = survey.limits(target);
        if (limits.isEmpty()) {
            warnings.add("EC2 does not tell how many addresses an ENI of a " + target.type()
                    + " takes: that is not checked");
        } else if (goal.places(family) >= limits.get().perEni(family)) {
            throw MoveFailed.refused(
                    goal.id() + " is full: an ENI of a " + target.type() + " takes "
                            + limits.get().perEni(family) + " addresses and prefixes of "
                            + (family == Family.V4 ? "IPv4" : "IPv6"),
                    "unassign one, or name another ENI with --eni");
        }
    }
}
