package dev.enid.lab.dns;

import dev.enid.core.ip.Ip;

/**
 * What hosts of a region are called, inside of a VPC and from outside (EC2 User Guide, "EC2 instance hostname types").
 *
 * @param region {@code eu-central-1}
 */
public record HostNames(String region) {

    /** Those of a zone's region: the region is the zone's name without its letter. */
    public static HostNames ofZone(String zone) {
        return new HostNames(zone.substring(0, zone.length() - 1));
    }

    /** {@code eu-central-1.compute.internal}; the oldest region has a shorter one. */
    public String domain() {
        return region.equals("us-east-1") ? "ec2.internal" : region + ".compute.internal";
    }

    /** {@code ip-10-0-1-10}, for an IPv4 address. */
    public String hostName(Ip ip) {
        return "ip-" + ip.toString().replace('.', '-');
    }

    /** {@code ip-10-0-1-10.eu-central-1.compute.internal}, the name by address. */
    public String of(Ip ip) {
        return hostName(ip) + "." + domain();
    }

    /** {@code i-0a1b2c3d4e5f60718.eu-central-1.compute.internal}, the name by resource. */
    public String of(String instanceId) {
        return instanceId + "." + domain();
    }

    /** {@code eu-central-1.compute.amazonaws.com}, of the names of public addresses. */
    public String publicDomain() {
        return (region.equals("us-east-1") ? "compute-1" : region + ".compute") + ".amazonaws.com";
    }

    /** {@code ec2-203-0-113-1.eu-central-1.compute.amazonaws.com}, for a public IPv4 address. */
    public String ofPublic(Ip ip) {
        return "ec2-" + ip.toString().replace('.', '-') + "." + publicDomain();
    }
}
