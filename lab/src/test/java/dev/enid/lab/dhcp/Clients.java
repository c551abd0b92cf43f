package dev.enid.lab.dhcp;

import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import dev.enid.lab.topology.Vpc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Requests as clients behind the ports of one VPC send them. */
final class Clients {

    static final Ip EVERYBODY = Ip.parse("255.255.255.255");

    private static final String TOPOLOGY = """
            [vpc]
            cidrs = ["10.0.0.0/16", "2001:db8:100::/56"]
            [subnets.a]
            ipv4 = "10.0.1.0/24"
            ipv6 = "2001:db8:100:1::/64"
            [subnets.old]
            ipv4 = "10.0.2.0/28"
            [subnets.new]
            ipv6 = "2001:db8:100:2::/64"
            [instances.web]
            [enis.web-0]
            subnet = "a"
            instance = "web"
            device-index = 0
            mac = "02:24:2b:c8:24:84"
            addresses = ["10.0.1.10", "10.0.1.11", "2001:db8:100:1::10", "2001:db8:100:1::11"]
            prefixes = ["2001:db8:100:1:5::/80"]
            [enis.web-1]
            subnet = "old"
            instance = "web"
            [instances.six]
            [enis.six-0]
            subnet = "new"
            instance = "six"
            device-index = 0
            addresses = ["2001:db8:100:2::10"]
            """;

    private Clients() {}

    static Vpc vpc() {
        try {
            return TopologyFile.parse("clients", TOPOLOGY);
        } catch (TopologyException e) {
            throw new AssertionError(e);
        }
    }

    static Lessee lessee(String eni) {
        Vpc vpc = vpc();
        return Lessee.of(vpc, vpc.eni(eni));
    }

    static Message4 dhcp(int type, Lessee lessee, Consumer<Map<Integer, Octets>> more) {
        return dhcp(type, lessee.mac(), Message4.NOWHERE, more);
    }

    static Message4 dhcp(int type, Mac mac, Ip client, Consumer<Map<Integer, Octets>> more) {
        Map<Integer, Octets> options = new LinkedHashMap<>();
        options.put(Option4.MESSAGE_TYPE, Octets.u8(type));
        more.accept(options);
        return new Message4(true, 0x1234_5678, 3, false, client, Message4.NOWHERE, Message4.NOWHERE, mac, options);
    }

    static final Option6 CLIENT = new Option6(Option6.CLIENT, Octets.ascii("a client"));
    static final Option6 SERVER = new Option6(Option6.SERVER, Dhcp6.SERVER);
    static final Option6 OTHER_SERVER = new Option6(Option6.SERVER, Octets.ascii("not this one"));
    static final Option6 RAPID = new Option6(Option6.RAPID_COMMIT, Octets.NONE);

    static Message6 dhcp6(int type, Option6... options) {
        return new Message6(type, 0xabcdef, List.of(options));
    }

    /** An association, empty or with addresses that the client holds. */
    static Option6 association(int code, String... addresses) {
        Octets inside = Octets.NONE;
        for (String address : addresses) {
            inside = inside.plus(Option6.encode(List.of(new Option6(
                    Option6.ADDRESS,
                    Octets.of(Ip.parse(address)).plus(Octets.u32(0)).plus(Octets.u32(0))))));
        }
        Octets times = code == Option6.IA_TA ? Octets.NONE : Octets.u32(0).plus(Octets.u32(0));
        return new Option6(code, Octets.u32(7).plus(times).plus(inside));
    }
}
