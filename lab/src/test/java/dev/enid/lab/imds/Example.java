package dev.enid.lab.imds;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Instances and ENIs that tests are about. */
final class Example {

    static final Mac PRIMARY = Mac.parse("02:00:5e:00:53:01");
    static final Mac SECOND = Mac.parse("02:00:5e:00:53:02");
    static final String ROLE = "failover";

    private Example() {}

    /** web: one ENI with a public address, in eu-central-1a. */
    static ImdsInstance web() {
        return new ImdsInstance(
                "i-0a1b2c3d4e5f60718",
                "eu-central-1a",
                "m6i.large",
                Optional.of(ROLE),
                false,
                PRIMARY,
                List.of(primary()));
    }

    static ImdsEni primary() {
        return eni(
                PRIMARY,
                0,
                0,
                List.of("10.0.1.10"),
                List.of(),
                List.of(),
                new TreeMap<>(java.util.Map.of(Ip.parse("198.51.100.7"), Ip.parse("10.0.1.10"))));
    }

    /** Device index 1, with a secondary address, IPv6 and prefixes of both families. */
    static ImdsEni second() {
        return eni(
                SECOND,
                0,
                1,
                List.of("10.0.2.20", "10.0.2.21"),
                List.of("2001:db8:2::20"),
                List.of("10.0.2.32/28", "2001:db8:2:0:1::/80"),
                new TreeMap<>());
    }

    static ImdsEni eni(
            Mac mac,
            int card,
            int device,
            List<String> ipv4,
            List<String> ipv6,
            List<String> prefixes,
            SortedMap<Ip, Ip> publicIps) {
        String digits = mac.toString().replace(":", "");
        return new ImdsEni(
                new EniId("eni-00000" + digits),
                mac,
                card,
                device,
                "subnet-0" + digits.substring(8) + "0000000000000",
                "vpc-0a1b2c3d4e5f60718",
                ipv4.isEmpty() ? Optional.empty() : Optional.of(Cidr.of(Ip.parse(ipv4.getFirst()), 24)),
                ipv6.isEmpty() ? List.of() : List.of(Cidr.of(Ip.parse(ipv6.getFirst()), 64)),
                List.of(Cidr.parse("10.0.0.0/16")),
                ipv6.isEmpty() ? List.of() : List.of(Cidr.parse("2001:db8::/56")),
                ipv4.stream().map(Ip::parse).toList(),
                ipv6.stream().map(Ip::parse).toList(),
                prefixes.stream().map(Cidr::parse).toList(),
                publicIps);
    }

    static ImdsInstance with(ImdsInstance instance, ImdsEni more) {
        List<ImdsEni> enis = new ArrayList<>(instance.enis());
        enis.removeIf(eni -> eni.mac().equals(more.mac()));
        enis.add(more);
        return instance.with(enis);
    }

    static ImdsInstance without(ImdsInstance instance, Mac mac) {
        List<ImdsEni> enis =
                instance.enis().stream().filter(eni -> !eni.mac().equals(mac)).toList();
        return instance.with(enis);
    }

    static ImdsInstance withSeveralCards(ImdsInstance instance) {
        return new ImdsInstance(
                instance.id(),
                instance.zone(),
                instance.type(),
                instance.role(),
                true,
                instance.primaryMac(),
                instance.enis());
    }
}
