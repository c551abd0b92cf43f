package dev.enid.lab.ec2;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.lab.dns.HostNames;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.imds.LaunchFacts;
import dev.enid.lab.topology.CreateRequest;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcException;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * What the actions act on.
 *
 * @param world the VPC that they see
 * @param facts as the metadata service tells them, too
 */
record Cloud(LabVpc network, Supplier<Vpc> world, Records records, RandomGenerator random, LaunchFacts facts) {

    /** How everything is now. */
    static Cloud of(LabVpc network, Records records, RandomGenerator random, LaunchFacts facts) {
        return new Cloud(network, network::vpc, records, random, facts);
    }

    /** How everything was, for actions that only look. */
    Cloud at(History.Moment moment) {
        return new Cloud(network, moment::vpc, moment.records(), random, facts);
    }

    Vpc vpc() {
        return world.get();
    }

    /** The region: a zone's name without its letter. */
    static String region(String zone) {
        return zone.substring(0, zone.length() - 1);
    }

    /** The ENI of that id, as the API names ENIs: other than on the command line, a name or MAC address is none. */
    static VpcEni eni(Vpc vpc, String id) throws Ec2Fault {
        try {
            return vpc.eni(new EniId(id).text());
        } catch (VpcException e) {
            throw Ec2Fault.of(e.code().ec2(), "The networkInterface ID '" + id + "' does not exist");
        } catch (IllegalArgumentException _) {
            throw Ec2Fault.of(
                    "InvalidNetworkInterfaceId.Malformed", "Invalid id: \"" + id + "\" (expecting \"eni-...\")");
        }
    }

    /** Finds the thing of an id. */
    interface ById<T> {
        T named(Vpc vpc, String id) throws Ec2Fault;
    }

    /** Those that the request names, in its order; all of them where it names none. */
    static <T> Collection<T> asked(Vpc vpc, List<String> ids, Collection<T> all, ById<T> byId) throws Ec2Fault {
        List<T> named = new ArrayList<>();
        for (String id : ids) {
            named.add(byId.named(vpc, id));
        }
        return ids.isEmpty() ? all : named;
    }

    /** The ENI that the request is about. */
    static VpcEni eni(Vpc vpc, Query query) throws Ec2Fault {
        return eni(vpc, query.required("NetworkInterfaceId"));
    }

    /**
     * Carries a request out, unless it says DryRun.
     *
     * @throws VpcException when it cannot be, dry or not
     */
    Vpc change(Query query, UnaryOperator<Vpc> change) throws Ec2Fault, IOException {
        Objects.requireNonNull(change.apply(vpc()));
        stopDryRun(query);
        return network.change(change);
    }

    /** To be called when everything is known to be in order, before anything is done. */
    static void stopDryRun(Query query) throws Ec2Fault {
        if (query.flag("DryRun")) {
            throw Ec2Fault.dryRun();
        }
    }

    /** The ENI that a request describes. */
    CreateRequest newEni(Query query) throws Ec2Fault {
        checkGroups(query.list("SecurityGroupId"));
        String subnet = Networks.subnet(vpc(), query.required("SubnetId")).name();
        return NewInterface.read(query, new EniId(records.newId("eni")), newMac(), subnet);
    }

    /** The region that the lab is in. */
    String region() {
        return region(vpc().subnets().firstEntry().getValue().zone());
    }

    /** Locally administered and unicast, as those of ENIs are. */
    private Mac newMac() {
        return new Mac((0x02L << 40) | (random.nextLong() & 0xff_ffff_ffffL));
    }

    static Ip ip(String parameter, String text) throws Ec2Fault {
        return Ip.tryParse(text).orElseThrow(() -> Ec2Fault.invalid(parameter, text, "It is no IP address."));
    }

    static String time(Instant instant) {
        return DateTimeFormatter.ISO_INSTANT
                .format(instant.truncatedTo(ChronoUnit.SECONDS))
                .replace("Z", ".000Z");
    }

    /** The one security group there is, which lets every packet pass. */
    Xml groups() {
        return Xml.set(
                "groupSet",
                List.of(facts),
                each -> List.of(Xml.of("groupId", each.securityGroupId()), Xml.of("groupName", each.securityGroup())));
    }

    /** Refuses groups other than the one there is. */
    void checkGroups(List<String> ids) throws Ec2Fault {
        for (String id : ids) {
            if (!id.equals(facts.securityGroupId())) {
                throw Ec2Fault.of(
                        "InvalidGroup.NotFound",
                        "The security group '" + id + "' does not exist; the lab has " + facts.securityGroupId()
                                + " alone, which lets every packet pass");
            }
        }
    }

    static Xml tags(Map<String, String> tags) {
        return Xml.set(
                "tagSet",
                tags.entrySet(),
                tag -> List.of(Xml.of("key", tag.getKey()), Xml.of("value", tag.getValue())));
    }

    /** {@code ec2-203-0-113-1.eu-central-1.compute.amazonaws.com}. */
    static String publicDnsName(Ip ip, String region) {
        return new HostNames(region).ofPublic(ip);
    }

    /** {@code ip-10-0-1-10.eu-central-1.compute.internal}, as hosts are called by their address. */
    static String dnsName(Ip ip, String region) {
        return new HostNames(region).of(ip);
    }
}
