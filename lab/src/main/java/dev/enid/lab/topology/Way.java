package dev.enid.lab.topology;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a machine outside and the VPC reach each other. */
public enum Way {
    /** Private addresses, by a virtual private gateway: its routes are in every route table. */
    DIRECT_CONNECT("vgw"),
    /** By an Internet gateway: Elastic IPs instead of private IPv4 addresses, and IPv6 as it is. */
    INTERNET("igw");

    private final String kind;

    Way(String kind) {
        this.kind = kind;
    }

    /** What ids of its gateway begin with. */
    public String kind() {
        return kind;
    }

    /** As a topology file says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Way> parse(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
