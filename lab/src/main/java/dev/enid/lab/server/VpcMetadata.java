package dev.enid.lab.server;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.imds.ImdsEni;
import dev.enid.lab.imds.ImdsInstance;
import dev.enid.lab.imds.MetadataSource;
import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.Subnet;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcInstance;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A VPC as its metadata service tells it. */
final class VpcMetadata implements MetadataSource {

    private record Picture(Vpc vpc, Map<String, ImdsInstance> instances) {}

    private volatile Picture picture;

    VpcMetadata(Vpc vpc) {
        picture = paint(vpc);
    }

    /** From now on it is this VPC. */
    void become(Vpc vpc) {
        picture = paint(vpc);
    }

    /** Every instance as it is now. */
    List<ImdsInstance> all() {
        return List.copyOf(picture.instances().values());
    }

    /**
     * The fabric drops a packet whose source is not its ENI's, so the source tells the instance; where the check is off, a
     * source can be anything, and one that is nobody's has no answer.
     */
    @Override
    public Optional<ImdsInstance> instanceOf(Ip client) {
        Picture now = picture;
        return now.vpc()
                .owner(client)
                .flatMap(VpcEni::attachment)
                .map(Attachment::instance)
                .map(now.instances()::get);
    }

    private static Picture paint(Vpc vpc) {
        Map<String, ImdsInstance> instances = new HashMap<>();
        vpc.instances().forEach((name, instance) -> instances.put(name, instance(vpc, instance)));
        return new Picture(vpc, instances);
    }

    private static ImdsInstance instance(Vpc vpc, VpcInstance instance) {
        return new ImdsInstance(
                instance.id(),
                instance.zone(),
                instance.limits().networkCards() > 1,
                vpc.primary(instance.name()).mac(),
                vpc.attached(instance.name()).stream().map(eni -> eni(vpc, eni)).toList());
    }

    private static ImdsEni eni(Vpc vpc, VpcEni eni) {
        Attachment attachment = eni.attachment().orElseThrow();
        Subnet subnet = vpc.subnet(eni);
        return new ImdsEni(
                eni.id(),
                eni.mac(),
                attachment.networkCard(),
                attachment.deviceIndex(),
                subnet.id(),
                vpc.id(),
                subnet.ipv4(),
                subnet.ipv6().stream().toList(),
                networks(vpc, Family.V4),
                networks(vpc, Family.V6),
                eni.ipv4(),
                eni.ipv6(),
                eni.prefixes(),
                // Nobody has a public address: outside machines reach private ones, as over a Direct Connect.
                Collections.unmodifiableSortedMap(new TreeMap<>()));
    }

    private static List<Cidr> networks(Vpc vpc, Family family) {
        return vpc.cidrs().stream().filter(cidr -> cidr.family() == family).toList();
    }
}
