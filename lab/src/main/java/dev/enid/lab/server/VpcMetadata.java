package dev.enid.lab.server;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.imds.ImdsEni;
import dev.enid.lab.imds.ImdsInstance;
import dev.enid.lab.imds.MetadataSource;
import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.InstanceState;
import dev.enid.lab.topology.Subnet;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcInstance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
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
        vpc.instances().values().stream()
                .filter(each -> each.state() != InstanceState.TERMINATED)
                .forEach(each -> instances.put(each.name(), instance(vpc, each)));
        return new Picture(vpc, instances);
    }

    private static ImdsInstance instance(Vpc vpc, VpcInstance instance) {
        return new ImdsInstance(
                instance.id(),
                instance.zone(),
                instance.type().name(),
                instance.role(),
                instance.limits().networkCards() > 1,
                vpc.primary(instance.name()).mac(),
                vpc.attached(instance.name()).stream()
                        .filter(VpcMetadata::isThere)
                        .map(eni -> eni(vpc, eni))
                        .toList());
    }

    /** What is detaching still is, as the service tells of ENIs a while after they are gone. */
    private static boolean isThere(VpcEni eni) {
        return eni.attachment()
                .filter(place -> place.state() != Attachment.State.ATTACHING)
                .isPresent();
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
                publicIps(vpc, eni));
    }

    private static SortedMap<Ip, Ip> publicIps(Vpc vpc, VpcEni eni) {
        SortedMap<Ip, Ip> byPublic = new TreeMap<>();
        eni.ipv4().forEach(ip -> vpc.elasticIp(ip).ifPresent(each -> byPublic.put(each.publicIp(), ip)));
        return byPublic;
    }

    private static List<Cidr> networks(Vpc vpc, Family family) {
        return vpc.cidrs().stream().filter(cidr -> cidr.family() == family).toList();
    }
}
