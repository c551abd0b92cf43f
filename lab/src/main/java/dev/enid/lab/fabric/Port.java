package dev.enid.lab.fabric;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.snapshot.Ownership;
import dev.enid.lab.topology.Identity;
import dev.enid.lab.topology.OutsideMachine;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A place where a machine is plugged into the fabric: the fabric's end of a veth pair, called as what is plugged in.
 *
 * @param name of the link in the fabric
 * @param mac of the link at the other end
 * @param linkLocal the other end's IPv6 link-local address, as its kernel makes it
 * @param addresses those that live at the other end, each family's first one first
 * @param prefixes delegated to the other end
 * @param subnet the VPC's subnet; absent for a machine outside
 * @param checked whether packets from any other source are dropped
 */
record Port(
        String name,
        Mac mac,
        Ip linkLocal,
        List<Ip> addresses,
        List<Cidr> prefixes,
        Optional<String> subnet,
        boolean checked) {

    Port {
        addresses = List.copyOf(addresses);
        prefixes = List.copyOf(prefixes);
    }

    /** Every port that the VPC has now, by name. An EFA-only ENI carries no IP and has none. */
    static List<Port> of(Vpc vpc) {
        List<Port> ports = new ArrayList<>();
        vpc.enis().values().stream()
                .filter(eni -> vpc.plugged(eni) && !eni.efaOnly())
                .forEach(eni -> ports.add(of(eni)));
        vpc.outside().values().forEach(machine -> ports.add(of(vpc.identity(), machine)));
        return ports;
    }

    static Port of(VpcEni eni) {
        List<Ip> addresses =
                Stream.concat(eni.linkLocal().stream(), eni.addresses()).toList();
        return new Port(
                eni.name(),
                eni.mac(),
                VpcEni.ipv6LinkLocal(eni.mac()),
                addresses,
                eni.prefixes(),
                Optional.of(eni.subnet()),
                eni.sourceDestCheck());
    }

    static Port of(Identity identity, OutsideMachine machine) {
        Mac mac = identity.mac(machine.name());
        return new Port(
                machine.name(), mac, VpcEni.ipv6LinkLocal(mac), machine.addresses(), List.of(), Optional.empty(), true);
    }

    boolean outside() {
        return subnet.isEmpty();
    }

    /** The address that packets to all others of the family are sent through. */
    Optional<Ip> firstV4() {
        return addresses.stream().filter(ip -> ip.family() == Family.V4).findFirst();
    }

    /** Addresses as /32 and /128, and prefixes: what is delivered here, and accepted from here. */
    Stream<Cidr> owned() {
        return Stream.concat(addresses.stream().map(Ip::toCidr), prefixes.stream());
    }

    /** A route that ends at this port's other end; there is a neighbor for whatever it is sent through. */
    Route route(int table, Cidr destination, Link link) {
        if (destination.family() == Family.V6) {
            NextHop hop = new NextHop(link.index(), Optional.of(linkLocal), 1, 0);
            return Route.unicast(table, destination, hop, FabricPolicy.METRIC_V6, Ownership.LAB);
        }
        NextHop hop = firstV4()
                .filter(ip -> !destination.equals(ip.toCidr()))
                .map(ip -> NextHop.via(link.index(), ip))
                .orElse(NextHop.direct(link.index()));
        return Route.unicast(table, destination, hop, 0, Ownership.LAB);
    }
}
