package dev.enid.agent.imds;

import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.EniId;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Instances to test with. ENI n is in subnet 10.0.n.0/24 and has 10.0.n.10. */
final class World {

    static final Mac PRIMARY = mac(0);

    private World() {}

    static Mac mac(int n) {
        return new Mac(0x02005e005300L + n);
    }

    static EniId id(int n) {
        return new EniId("eni-" + Integer.toHexString(0x10000000 + n));
    }

    static Cidr subnet(int n) {
        return Cidr.parse("10.0." + n + ".0/24");
    }

    static Ip address(int n, int host) {
        return Ip.parse("10.0." + n + "." + host);
    }

    /** ENI n at device index n on card 0, with one IPv4 address. */
    static Eni eni(int n) {
        return at(n, 0, n);
    }

    static Eni at(int n, int card, int device) {
        return withAddresses(n, card, device, List.of(address(n, 10)));
    }

    static Eni withAddresses(int n, int card, int device, List<Ip> ipv4) {
        return new Eni(
                id(n),
                mac(n),
                card == 0 && device == 0,
                card,
                device,
                Optional.of(subnet(n)),
                List.of(),
                ipv4,
                List.of(),
                List.of());
    }

    /** Neither IPv4 nor IPv6 addresses. */
    static Eni bare(int n) {
        return withAddresses(n, 0, n, List.of());
    }

    static Eni ipv6Only(int n) {
        Cidr subnet = Cidr.parse("2001:db8:0:" + n + "::/64");
        return new Eni(
                id(n),
                mac(n),
                n == 0,
                0,
                n,
                Optional.empty(),
                List.of(subnet),
                List.of(),
                List.of(subnet.ip().plus(0x1234)),
                List.of());
    }

    /** With so many addresses and delegated prefixes of IPv4 and, if {@code dual}, as many of IPv6. */
    static Eni full(int n, int addresses, int prefixes, boolean dual) {
        Cidr subnet = Cidr.parse("10." + n + ".0.0/16");
        Cidr subnetV6 = Cidr.parse("2001:db8:0:" + Integer.toHexString(n) + "::/64");
        List<Ip> ipv4 = new ArrayList<>();
        List<Ip> ipv6 = new ArrayList<>();
        List<Cidr> delegated = new ArrayList<>();
        for (int i = 0; i < addresses; i++) {
            ipv4.add(subnet.ip().plus(10 + i));
            ipv6.add(subnetV6.ip().plus(0x1_0000 + i));
        }
        for (int i = 0; i < prefixes; i++) {
            delegated.add(Cidr.of(subnet.ip().plus(0x8000 + 16 * i), 28));
        }
        for (int i = 0; dual && i < prefixes; i++) {
            delegated.add(Cidr.of(subnetV6.ip().plus((long) (i + 1) << 48), 80));
        }
        return new Eni(
                id(n),
                mac(n),
                n == 0,
                0,
                n,
                Optional.of(subnet),
                dual ? List.of(subnetV6) : List.of(),
                ipv4,
                dual ? ipv6 : List.of(),
                delegated);
    }

    static Instance instance(Eni... enis) {
        return new Instance("i-0a1b2c3d4e5f60718", "eu-central-1a", List.of(enis), List.of());
    }

    /** So many ENIs, of which ENI 0 is the primary. */
    static Instance ofSize(int count) {
        List<Eni> enis = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            enis.add(eni(n));
        }
        return instance(enis.toArray(Eni[]::new));
    }
}
