package dev.enid.lab.fabric;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Reason;
import dev.enid.core.desire.Want;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Rule.Selector;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.snapshot.Ownership;
import dev.enid.lab.topology.Subnet;
import dev.enid.lab.topology.Vpc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a VPC is, in kernel objects of one namespace.
 *
 * <ul>
 *   <li>Delivery: each address and prefix of a port is a route to it, through a permanent neighbor. The VPC knows the MAC
 *       address and does not ask the host, so packets for a prefix, too, arrive at its ENI.
 *   <li>The source/destination check: a packet from a port goes on only if a rule knows its source address; the next rule
 *       drops it. No firewall is needed.
 *   <li>Route tables: what is not the VPC's own goes by the table of the port's subnet, to an ENI or to machines outside.
 *   <li>Answers: every port answers ARP and neighbor discovery for the rest of its subnet, and for the gateway.
 * </ul>
 *
 * <p>Rules are asked in this order: what any port may ask the fabric itself ({@value #LOCAL_FIRST}), what machines outside may
 * not ({@value #BARRED}), sources that are known ({@value #KNOWN}, which go on at {@value #DELIVER}), the drop of all others
 * ({@value #DROP}), and then the fabric's own addresses, those of the VPC, and the ways out. The kernel's own rule 0 must not be there: it
 * would let any source reach the fabric's addresses, IMDS first.
 */
public final class FabricPolicy {

    /** The gateway of machines outside; inside, each subnet has its own. */
    public static final Ip GATEWAY_OUTSIDE = Vpc.SERVER_LINK_LOCAL;

    static final int LOCAL_FIRST = 100;
    static final int BARRED = 200;
    static final int KNOWN = 1_000;
    static final int DROP = 20_000;
    static final int DELIVER = 30_000;
    /** What is not the VPC's own goes by the route table of its subnet. */
    static final int ROUTED = DELIVER + 2;

    /** The routing table with the VPC in it. */
    static final int TABLE = 1_000;
    /** The one with the machines outside, for those themselves and for the fabric. */
    static final int OUTSIDE = 1_001;

    /** The kernel's own default for an IPv6 route without a metric (IP6_RT_PRIO_USER of net/ip6_route.h). */
    static final int METRIC_V6 = 1024;

    private static final Cidr LINK_LOCAL_V6 = Cidr.parse("fe80::/10");
    private static final Cidr MULTICAST_V6 = Cidr.parse("ff00::/8");

    private final Vpc vpc;
    private final Map<String, Link> links;
    private final List<Port> ports;
    private final List<Want> wants = new ArrayList<>();

    private FabricPolicy(Vpc vpc, KernelState state) {
        this.vpc = vpc;
        this.links =
                state.links().stream().collect(Collectors.toMap(Link::name, link -> link, (a, _) -> a, HashMap::new));
        this.ports = Port.of(vpc).stream()
                .filter(port -> links.containsKey(port.name()))
                .toList();
    }

    /**
     * What should hold in the fabric's namespace. A port without a link yet is passed over.
     *
     * @param state that of the fabric's namespace
     */
    public static Desired desire(Vpc vpc, KernelState state) {
        FabricPolicy policy = new FabricPolicy(vpc, state);
        policy.base();
        policy.ports.forEach(policy::port);
        policy.wants.addAll(new RouteTablePolicy(vpc, policy.ports, policy.links).wants());
        policy.neighborsOfSubnets();
        return new Desired(
                policy.wants, List.of(), object -> Optional.of(new Reason("not in the VPC any more")), List.of());
    }

    private Link link(String name) {
        return java.util.Objects.requireNonNull(links.get(name));
    }

    private void want(KernelObject object, String reason) {
        wants.add(new Want(object, new Reason(reason)));
    }

    private void rule(Family family, int priority, Selector selector, Rule.Action action, int target, String reason) {
        want(new Rule(family, priority, selector, action, target, -1, Ownership.LAB), reason);
    }

    private static Selector to(Cidr destination) {
        return new Selector(
                Optional.empty(), Optional.of(destination), Optional.empty(), Optional.empty(), 0, 0, false, "");
    }

    /** What is there before anything is plugged in. */
    private void base() {
        Link lo = link("lo");
        want(lo.withUp(true), "the fabric's own addresses live here");
        own(lo, Vpc.IMDS_V4, "the metadata service");
        own(lo, Vpc.IMDS_V6, "the metadata service");
        vpc.resolvers().forEach(ip -> own(lo, ip, "DNS"));
        for (Subnet subnet : vpc.subnets().values()) {
            subnet.gatewayV4().ifPresent(gateway -> gateway(lo, gateway, "the gateway of subnet " + subnet.name()));
        }
        if (!vpc.outside().isEmpty() || vpc.subnets().values().stream().anyMatch(Subnet::ipv6Only)) {
            gateway(lo, GATEWAY_OUTSIDE, "the gateway of machines outside, and the DHCP server of ENIs without IPv4");
        }
        String discovery = "neighbor discovery is with the fabric itself";
        rule(Family.V6, LOCAL_FIRST, to(LINK_LOCAL_V6), Rule.Action.LOOKUP, Route.LOCAL, discovery);
        rule(Family.V6, LOCAL_FIRST, to(MULTICAST_V6), Rule.Action.LOOKUP, Route.LOCAL, discovery);
        for (Family family : Family.values()) {
            rule(family, DELIVER, Selector.ALL, Rule.Action.LOOKUP, Route.LOCAL, "the fabric's own addresses");
            rule(family, DELIVER + 1, Selector.ALL, Rule.Action.LOOKUP, TABLE, "the VPC");
            rule(family, ROUTED + 1, Selector.ALL, Rule.Action.LOOKUP, OUTSIDE, "machines outside");
            wants.add(nowhere(OUTSIDE, family.everything()));
        }
        vpc.cidrs().forEach(cidr -> wants.add(nowhere(TABLE, cidr)));
    }

    static Want nowhere(int table, Cidr destination) {
        int metric = destination.family() == Family.V6 ? METRIC_V6 : 0;
        return new Want(
                Route.nowhere(Route.Type.BLACKHOLE, table, destination, metric, Ownership.LAB),
                new Reason("a VPC drops what it has no address for, and says nothing"));
    }

    private void own(Link lo, Ip ip, String reason) {
        int flags = Address.NODAD | Address.NOPREFIXROUTE;
        want(Address.of(lo.index(), ip, ip.family().bits(), flags, Ownership.LAB), reason);
    }

    /** ARP for a gateway is answered whatever the sender's address: a host with several ENIs may ask with another's. */
    private void gateway(Link lo, Ip ip, String reason) {
        own(lo, ip, reason);
        rule(Family.V4, LOCAL_FIRST, to(ip.toCidr()), Rule.Action.LOOKUP, Route.LOCAL, reason);
    }

    private void port(Port port) {
        Link link = link(port.name());
        String whose = "port of " + port.name();
        want(link.withUp(true), whose);
        for (Sysctl.Name name : List.of(
                Sysctl.Name.FORWARDING, Sysctl.Name.PROXY_ARP, Sysctl.Name.FORWARDING_V6, Sysctl.Name.PROXY_NDP)) {
            want(new Sysctl(link.index(), name, 1), whose + ": it routes, and answers for its subnet");
        }
        want(
                new Address(
                        link.index(),
                        Vpc.GATEWAY_V6,
                        64,
                        Optional.empty(),
                        Address.NODAD,
                        Route.SCOPE_LINK,
                        Ownership.LAB),
                whose + ": the VPC's router");
        deliver(port, link);
        accept(port);
    }

    private void deliver(Port port, Link link) {
        String reason = "to " + port.name();
        Optional<Ip> first = port.firstV4();
        first.ifPresent(ip -> neighbor(link, ip, port));
        neighbor(link, port.linkLocal(), port);
        int table = port.outside() ? OUTSIDE : TABLE;
        port.owned().forEach(cidr -> want(port.route(table, cidr, link), reason));
    }

    private void neighbor(Link link, Ip ip, Port port) {
        want(
                new Neighbor(link.index(), ip, Optional.of(port.mac()), false, Ownership.LAB),
                "the VPC knows where " + port.name() + " is");
    }

    private void accept(Port port) {
        for (Family family : Family.values()) {
            if (port.outside()) {
                services(family)
                        .forEach(ip -> rule(
                                family,
                                BARRED,
                                to(ip.toCidr()).withIif(port.name()),
                                Rule.Action.BLACKHOLE,
                                0,
                                "the VPC's own services are for instances"));
            }
            rule(
                    family,
                    DROP,
                    Selector.ALL.withIif(port.name()),
                    port.checked() ? Rule.Action.BLACKHOLE : Rule.Action.GOTO,
                    port.checked() ? 0 : DELIVER,
                    port.checked()
                            ? "source/destination check of " + port.name()
                            : "source/destination check of " + port.name() + " is off");
        }
        port.addresses().stream()
                .flatMap(ip -> vpc.elasticIp(ip).stream())
                .forEach(each -> rule(
                        Family.V4,
                        KNOWN,
                        Selector.from(each.publicIp().toCidr()).withIif(port.name()),
                        Rule.Action.GOTO,
                        DELIVER,
                        "from " + port.name() + ", by the Internet gateway"));
        port.owned()
                .forEach(cidr -> known(cidr)
                        .forEach(source -> rule(
                                cidr.family(),
                                KNOWN,
                                source.withIif(port.name()),
                                Rule.Action.GOTO,
                                DELIVER,
                                "from " + port.name())));
    }

    /** The metadata service and DNS. */
    private Stream<Ip> services(Family family) {
        return Stream.concat(Stream.of(Vpc.IMDS_V4, Vpc.IMDS_V6), vpc.resolvers().stream())
                .filter(ip -> ip.family() == family);
    }

    /** A link-local address is good for the VPC's own services at such addresses, and for nothing else. */
    private Stream<Selector> known(Cidr source) {
        return source.ip().isLinkLocal()
                ? services(source.family())
                        .filter(Ip::isLinkLocal)
                        .map(service -> new Selector(
                                Optional.of(source),
                                Optional.of(service.toCidr()),
                                Optional.empty(),
                                Optional.empty(),
                                0,
                                0,
                                false,
                                ""))
                : Stream.of(Selector.from(source));
    }

    /**
     * IPv4 has proxy ARP for whatever is routed elsewhere; IPv6 wants each address named, on each other port of the subnet.
     * Addresses of delegated prefixes are too many for that: the kernel's proxy answers for single addresses only.
     */
    private void neighborsOfSubnets() {
        Map<String, List<Port>> bySubnet = ports.stream()
                .filter(port -> !port.outside())
                .collect(Collectors.groupingBy(port -> port.subnet().orElseThrow()));
        for (List<Port> there : bySubnet.values()) {
            for (Port asking : there) {
                int link = link(asking.name()).index();
                there.stream()
                        .filter(port -> !port.name().equals(asking.name()))
                        .forEach(port -> port.addresses().stream()
                                .filter(ip -> ip.family() == Family.V6)
                                .forEach(ip -> want(
                                        new Neighbor(link, ip, Optional.empty(), true, Ownership.LAB),
                                        "neighbor of " + asking.name() + " in its subnet")));
            }
        }
    }
}
