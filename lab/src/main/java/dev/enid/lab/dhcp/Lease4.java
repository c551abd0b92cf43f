package dev.enid.lab.dhcp;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an ENI is given over IPv4.
 *
 * @param address its primary address; the others are for the host to find out
 * @param server who gives it: the gateway
 * @param router absent where there is no way on
 * @param routes that are on the link, beside the subnet's own
 */
record Lease4(
        Ip address,
        int prefixLength,
        Ip server,
        Optional<Ip> router,
        List<Ip> dns,
        String hostName,
        String domain,
        List<Cidr> routes) {

    /** As leases on EC2 say. */
    static final int SECONDS = 3600;
    /** EC2 User Guide, "Network MTU". */
    private static final int MTU = 9001;

    Lease4 {
        dns = List.copyOf(dns);
        routes = List.copyOf(routes);
    }

    /** All that can be asked for, by option code. */
    Map<Integer, Octets> parameters() {
        Map<Integer, Octets> options = new LinkedHashMap<>();
        options.put(Option4.SUBNET_MASK, Octets.u32(mask()));
        router.ifPresent(ip -> options.put(Option4.ROUTER, Octets.of(ip)));
        options.put(Option4.DNS, Octets.of(dns));
        options.put(Option4.HOST_NAME, Octets.ascii(hostName));
        options.put(Option4.DOMAIN_NAME, Octets.ascii(domain));
        options.put(Option4.MTU, Octets.u16(MTU));
        options.put(Option4.BROADCAST, Octets.u32(Octets.of(address).u32At(0) | ~mask()));
        if (!routes.isEmpty()) {
            options.put(Option4.CLASSLESS_ROUTES, onLink(routes));
        }
        return options;
    }

    private long mask() {
        return prefixLength == 0 ? 0 : -1L << (32 - prefixLength);
    }

    /** RFC 3442: length, as many bytes of the network as it covers, and 0.0.0.0 for a router that is not needed. */
    private static Octets onLink(List<Cidr> routes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Cidr route : routes) {
            out.write(route.prefixLength());
            out.write(route.ip().toBytes(), 0, (route.prefixLength() + 7) / 8);
            out.writeBytes(new byte[4]);
        }
        return Octets.of(out.toByteArray());
    }
}
