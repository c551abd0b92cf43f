package dev.enid.core.world;

import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One ENI of a random world: what IMDS says of it, and how its link stands before enid comes.
 *
 * @param number 0 for the primary; from it come the device index, the MAC address and the addresses
 * @param subnet 1 to 4: 10.0.N.0/24 with 2001:db8:0:N::/64; the same number twice: two ENIs in one subnet
 * @param secondaries how many more addresses of each family it has
 */
record EniSetup(
        int number,
        int card,
        int subnet,
        Families families,
        int secondaries,
        boolean prefixes,
        Known known,
        Wire wire) {

    /** Which addresses it has. */
    enum Families {
        V4,
        BOTH,
        V6,
        /** EFA only: none. */
        NONE
    }

    /** What IMDS says. */
    enum Known {
        LISTED,
        PENDING,
        /** Not there any more, or not there yet. */
        UNLISTED
    }

    /** How its link stands. */
    enum Wire {
        DOWN,
        UP,
        ABSENT,
        /** A DHCP client took it too: a second default route that ties with the primary's, as amazon-ec2-net-utils issue 90. */
        DHCP,
        /** It listened to router advertisements. */
        RA,
        /** Somebody's script did half of the work. */
        HALF,
        /** In somebody's bridge. */
        BRIDGED,
        V6_OFF
    }

    static Mac mac(int number) {
        return new Mac(0x02_00_00_00_00_00L + number);
    }

    String link() {
        return "eth" + number;
    }

    int index() {
        return number + 2;
    }

    boolean primary() {
        return number == 0;
    }

    Cidr subnetV4() {
        return subnetV4(subnet);
    }

    static Cidr subnetV4(int subnet) {
        return Cidr.parse("10.0." + subnet + ".0/24");
    }

    Cidr subnetV6() {
        return subnetV6(subnet);
    }

    static Cidr subnetV6(int subnet) {
        return Cidr.parse("2001:db8:0:" + subnet + "::/64");
    }

    boolean hasV4() {
        return families == Families.V4 || families == Families.BOTH;
    }

    boolean hasV6() {
        return families == Families.V6 || families == Families.BOTH;
    }

    /** The address of that rank, 0 for the first. */
    Ip v4(int rank) {
        return subnetV4().ip().plus(10 + 16L * number + rank);
    }

    Ip v6(int rank) {
        return subnetV6().ip().plus(0x10 + 16L * number + rank);
    }

    Eni eni(int addresses) {
        List<Ip> v4 = hasV4() ? IntStream.range(0, addresses).mapToObj(this::v4).toList() : List.of();
        List<Ip> v6 = hasV6() ? IntStream.range(0, addresses).mapToObj(this::v6).toList() : List.of();
        List<Cidr> delegated = new ArrayList<>();
        if (prefixes && hasV4()) {
            delegated.add(Cidr.of(subnetV4().ip().plus(128 + 16L * number), 28));
        }
        if (prefixes && hasV6()) {
            delegated.add(Cidr.parse("2001:db8:0:" + subnet + ":" + (number + 1) + "::/80"));
        }
        return new Eni(
                new EniId("eni-0000000" + number),
                mac(number),
                primary(),
                primary() ? 0 : card,
                number,
                hasV4() || families == Families.NONE ? Optional.of(subnetV4()) : Optional.empty(),
                hasV6() ? List.of(subnetV6()) : List.of(),
                v4,
                v6,
                delegated);
    }

    Eni eni() {
        return eni(1 + secondaries);
    }

    /** What made the link as it is, before enid. */
    List<String> script() {
        List<String> lines = new ArrayList<>();
        if (wire == Wire.ABSENT) {
            return lines;
        }
        lines.add("link add " + link() + " index " + index() + " address " + mac(number));
        if (wire == Wire.BRIDGED) {
            lines.clear();
            String bridge = "br" + number;
            lines.add("link add " + bridge + " index " + (70 + number) + " type bridge address " + mac(number));
            lines.add("link add " + link() + " index " + index() + " address " + mac(number) + " master " + bridge);
            lines.add("link set " + bridge + " up");
        }
        if (wire == Wire.V6_OFF) {
            lines.add("sysctl net.ipv6.conf." + link() + ".disable_ipv6=1");
        }
        if (wire != Wire.DOWN) {
            lines.add("link set " + link() + " up");
        }
        if (wire == Wire.DHCP && hasV4()) {
            lines.add("address add " + v4(0) + "/24 dev " + link());
            lines.add("route add default via " + subnetV4().ip().plus(1) + " dev " + link() + " proto 16 metric 2000");
        }
        if (wire == Wire.RA && hasV6()) {
            lines.add("address add " + v6(0) + "/64 dev " + link());
            lines.add("route add default via fe80::1 dev " + link() + " proto 9 metric 1024");
        }
        if (wire == Wire.HALF && hasV4()) {
            lines.add("address add " + v4(0) + "/32 dev " + link());
            lines.add(
                    "route add 198.51.100.0/24 via " + subnetV4().ip().plus(1) + " dev " + link() + " onlink proto 4");
        }
        return lines;
    }
}
