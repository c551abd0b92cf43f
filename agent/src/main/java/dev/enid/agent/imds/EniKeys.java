package dev.enid.agent.imds;

import dev.enid.core.ip.Family;
import java.util.List;

/**
 * The keys that IMDS lists for an ENI: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-categories.html.
 *
 * @param names in IMDS's order
 */
record EniKeys(List<String> names) {

    static final String MAC = "mac";
    static final String INTERFACE_ID = "interface-id";
    static final String DEVICE_NUMBER = "device-number";
    /** The documentation calls it network-card-index; this is what IMDS has, and what every tool reads. */
    static final String NETWORK_CARD = "network-card";

    static final String LOCAL_IPV4S = "local-ipv4s";
    static final String IPV6S = "ipv6s";
    static final String SUBNET_V4 = "subnet-ipv4-cidr-block";
    static final String SUBNETS_V6 = "subnet-ipv6-cidr-blocks";
    /** Not documented; there only while a prefix is delegated, as is the next. */
    static final String IPV4_PREFIX = "ipv4-prefix";

    static final String IPV6_PREFIX = "ipv6-prefix";

    EniKeys {
        names = List.copyOf(names);
    }

    static String addresses(Family family) {
        return family == Family.V4 ? LOCAL_IPV4S : IPV6S;
    }

    static String prefixes(Family family) {
        return family == Family.V4 ? IPV4_PREFIX : IPV6_PREFIX;
    }

    boolean has(String key) {
        return names.contains(key);
    }
}
