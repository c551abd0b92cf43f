package dev.enid.lab.fabric;

import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.desire.Reason;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Outcome;
import dev.enid.lab.topology.HostManager;
import dev.enid.lab.topology.OutsideMachine;
import dev.enid.lab.topology.Subnet;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.linux.posix.Sysctls;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a machine's own network manager would have configured when it booted: here that is done for it. */
final class HostNetwork {

    /** IP6_RT_PRIO_ADDRCONF of net/ip6_route.h: a prefix route from a router advertisement, by the kernel. */
    private static final int METRIC_RA_PREFIX = 256;
    /** IP6_RT_PRIO_USER. */
    private static final int METRIC_V6 = 1024;

    private HostNetwork() {}

    /** A kernel's own defaults, whatever the machine underneath has for its namespaces. */
    static void reset(Namespace namespace) throws IOException {
        namespace.<Boolean, IOException>call(() -> {
            Sysctls sysctls = new Sysctls();
            for (String which : List.of("all", "default")) {
                sysctls.write(which, Sysctl.Name.DISABLE_IPV6, 0);
                sysctls.write(which, Sysctl.Name.FORWARDING, 0);
                sysctls.write(which, Sysctl.Name.RP_FILTER, 0);
                sysctls.write(which, Sysctl.Name.ARP_IGNORE, 0);
                sysctls.write(which, Sysctl.Name.ARP_ANNOUNCE, 0);
            }
            return true;
        });
    }

    /** The objects of a primary ENI on that link, as the manager makes them; empty for {@link HostManager#NONE}. */
    static List<KernelObject> primary(HostManager manager, Subnet subnet, VpcEni eni, int link) {
        List<KernelObject> objects = new ArrayList<>();
        if (manager == HostManager.NONE) {
            return objects;
        }
        if (subnet.ipv4().isPresent() && !eni.ipv4().isEmpty()) {
            ipv4(objects, manager, subnet.ipv4().get(), eni.ipv4().getFirst(), link);
        }
        eni.linkLocal().ifPresent(ip -> {
            objects.add(address(link, ip, 32));
            objects.add(Route.unicast(
                    Route.MAIN, Vpc.SERVICES_LINK_LOCAL, NextHop.direct(link), manager.metric(), manager.protocolV4()));
        });
        if (subnet.ipv6().isPresent() && !eni.ipv6().isEmpty()) {
            ipv6(objects, manager, subnet.ipv6().get(), eni.ipv6().getFirst(), link);
        }
        return objects;
    }

    private static void ipv4(List<KernelObject> objects, HostManager manager, Cidr subnet, Ip ip, int link) {
        Ip gateway = subnet.ip().plus(1);
        objects.add(address(link, ip, subnet.prefixLength()));
        NextHop direct = NextHop.direct(link);
        objects.add(Route.unicast(Route.MAIN, subnet, direct, manager.metric(), Route.PROTOCOL_KERNEL)
                .withPreferredSource(ip));
        Route byGateway = Route.unicast(
                Route.MAIN,
                Family.V4.everything(),
                new NextHop(link, Optional.of(gateway), 1, 0),
                manager.metric(),
                manager.protocolV4());
        switch (manager) {
            case NETWORKD, AMAZON_LINUX -> {
                // networkd pins the way to the gateway, too.
                objects.add(Route.unicast(Route.MAIN, gateway.toCidr(), direct, manager.metric(), manager.protocolV4())
                        .withPreferredSource(ip));
                objects.add(byGateway.withPreferredSource(ip));
            }
            case NETWORK_MANAGER -> objects.add(byGateway.withPreferredSource(ip));
            case DHCLIENT, NONE -> objects.add(byGateway);
        }
    }

    private static void ipv6(List<KernelObject> objects, HostManager manager, Cidr subnet, Ip ip, int link) {
        boolean byKernel = manager == HostManager.DHCLIENT;
        objects.add(address(link, ip, 128));
        objects.add(Route.unicast(
                Route.MAIN,
                subnet,
                NextHop.direct(link),
                byKernel ? METRIC_RA_PREFIX : manager.metric(),
                byKernel ? Route.PROTOCOL_KERNEL : manager.protocolV6()));
        objects.add(Route.unicast(
                Route.MAIN,
                Family.V6.everything(),
                new NextHop(link, Optional.of(Vpc.GATEWAY_V6), 1, 0),
                byKernel ? METRIC_V6 : manager.metric(),
                manager.protocolV6()));
    }

    /** The objects of a machine outside: it sends everything through the fabric. */
    static List<KernelObject> outside(OutsideMachine machine, int link) {
        List<KernelObject> objects = new ArrayList<>();
        for (Ip ip : machine.addresses()) {
            Family family = ip.family();
            Ip gateway = family == Family.V4 ? FabricPolicy.GATEWAY_OUTSIDE : Vpc.GATEWAY_V6;
            objects.add(address(link, ip, family.bits()));
            objects.add(Route.unicast(
                    Route.MAIN,
                    family.everything(),
                    NextHop.via(link, gateway),
                    family == Family.V6 ? METRIC_V6 : 0,
                    Route.PROTOCOL_STATIC));
        }
        return objects;
    }

    /** Usable at once, and with no route but those that are listed. */
    private static Address address(int link, Ip ip, int length) {
        return Address.of(link, ip, length, Address.NODAD | Address.NOPREFIXROUTE, 0);
    }

    /** Which objects are wanted, once the link's index is known. */
    interface OnLink {
        List<KernelObject> objects(int link);
    }

    /** Brings loopback and that link up in the namespace, and puts the objects there. Nothing is wanted: only loopback. */
    static void configure(Namespace namespace, String linkName, OnLink wanted) throws IOException {
        OwnNetwork.refuse(namespace);
        try (Kernel kernel = Kernel.open(namespace)) {
            KernelState state = kernel.observe();
            List<Change> changes = new ArrayList<>();
            up(state, "lo", changes);
            Optional<Link> link = state.link(linkName);
            List<KernelObject> objects =
                    link.map(each -> wanted.objects(each.index())).orElse(List.of());
            if (!objects.isEmpty()) {
                namespace.<Boolean, IOException>call(() -> {
                    Sysctls sysctls = new Sysctls();
                    // A host that has been up for a while is through with its duplicate address detection.
                    sysctls.write(linkName, Sysctl.Name.ACCEPT_DAD, 0);
                    // What router advertisements bring is in the list, put there as the manager does it, not the
                    // kernel.
                    sysctls.write(linkName, Sysctl.Name.ACCEPT_RA, 0);
                    return true;
                });
                up(state, linkName, changes);
            }
            objects.forEach(object -> changes.add(change(new KernelStep.Put(object))));
            for (Outcome outcome : kernel.apply(changes)) {
                if (outcome instanceof Outcome.Failed failed) {
                    throw new LabException("the machine's " + linkName + " cannot be configured: " + failed.fault());
                }
            }
        }
    }

    private static void up(KernelState state, String name, List<Change> changes) {
        state.link(name)
                .filter(link -> !link.up())
                .ifPresent(link -> changes.add(change(new KernelStep.Replace(link, link.withUp(true)))));
    }

    private static Change change(KernelStep step) {
        return new Change(step, new Reason("as the machine's own manager has it"));
    }
}
