package dev.enid.lab.imds;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.dns.HostNames;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What lies below a version: {@code meta-data} and {@code dynamic}, as directories and leaves. */
final class MetadataTree {

    /** The directory of ENIs, below {@code meta-data}. */
    static final List<String> MACS = List.of("network", "interfaces", "macs");

    private final LaunchFacts facts;
    private final RoleKeys.Source roleKeys;

    MetadataTree(LaunchFacts facts, RoleKeys.Source roleKeys) {
        this.facts = facts;
        this.roleKeys = roleKeys;
    }

    /** One thing at a path. */
    sealed interface Node {}

    /** Lists what is in it, directories with a slash after them. */
    record Directory(SortedMap<String, Node> children) implements Node {

        /** One name a line, the last without its line's end, as the real service does. */
        String listing() {
            return children.entrySet().stream()
                    .map(entry -> entry.getKey() + (entry.getValue() instanceof Directory ? "/" : ""))
                    .collect(Collectors.joining("\n"));
        }

        /** What lies at that path below this directory. */
        Optional<Node> find(List<String> path) {
            Node at = this;
            for (String name : path) {
                if (!(at instanceof Directory directory) || !directory.children.containsKey(name)) {
                    return Optional.empty();
                }
                at = directory.children.get(name);
            }
            return Optional.of(at);
        }
    }

    record Leaf(String text) implements Node {}

    /** What is made when it is asked for. */
    record Fresh(Supplier<String> text) implements Node {}

    /** Listed, and 404 when asked for. */
    record Unready() implements Node {}

    Directory of(Seen seen) {
        Directory root = directory();
        put(root, "meta-data", metaData(seen));
        Directory dynamic = directory();
        Directory identity = directory();
        put(identity, "document", identityDocument(seen.instance()));
        put(dynamic, "instance-identity", identity);
        put(root, "dynamic", dynamic);
        return root;
    }

    private Directory metaData(Seen seen) {
        ImdsInstance instance = seen.instance();
        Directory all = directory();
        put(all, "ami-id", facts.imageId());
        put(all, "ami-launch-index", "0");
        put(all, "ami-manifest-path", "(unknown)");
        put(all, "hostname", hostname(instance));
        put(all, "instance-action", "none");
        put(all, "instance-id", instance.id());
        put(all, "instance-life-cycle", "on-demand");
        put(all, "instance-type", instance.type());
        put(all, "local-hostname", hostname(instance));
        put(all, "mac", instance.primaryMac().toString());
        put(all, "profile", "default-hvm");
        put(all, "reservation-id", facts.reservationId());
        put(all, "security-groups", facts.securityGroup());
        put(all, "system", "nitro");
        instance.primary().ifPresent(primary -> {
            primary.ipv4().stream().findFirst().ifPresent(ip -> {
                put(all, "local-ipv4", ip.toString());
                publicOf(primary, ip).ifPresent(other -> put(all, "public-ipv4", other.toString()));
            });
            primary.ipv6().stream().findFirst().ifPresent(ip -> put(all, "ipv6", ip.toString()));
        });
        instance.role().ifPresent(role -> put(all, "iam", iam(instance, role)));
        Directory placement = directory();
        put(placement, "availability-zone", instance.zone());
        put(placement, "region", instance.region());
        put(all, "placement", placement);
        Directory services = directory();
        put(services, "domain", "amazonaws.com");
        put(services, "partition", "aws");
        put(all, "services", services);
        Directory network = directory();
        Directory interfaces = directory();
        Directory macs = directory();
        for (ImdsEni eni : instance.enis()) {
            put(macs, eni.mac().toString(), eni(instance, eni, seen.stage(eni.mac())));
        }
        put(interfaces, "macs", macs);
        put(network, "interfaces", interfaces);
        put(all, "network", network);
        return all;
    }

    private Directory iam(ImdsInstance instance, String role) {
        Directory keys = directory();
        put(keys, role, new Fresh(() -> roleKeys.of(instance.id()).document()));
        Directory iam = directory();
        put(iam, "info", """
                {
                  "Code" : "Success",
                  "LastUpdated" : "%s",
                  "InstanceProfileArn" : "%s",
                  "InstanceProfileId" : "%s"
                }""".formatted(
                        RoleKeys.seconds(facts.launched()), facts.profileArn(role), facts.profileId(role)));
        put(iam, "security-credentials", keys);
        return iam;
    }

    private Directory eni(ImdsInstance instance, ImdsEni eni, Stage stage) {
        Directory all = directory();
        boolean numberKnown = stage == Stage.WHOLE || stage == Stage.CARDLESS;
        put(all, "device-number", numberKnown ? Integer.toString(eni.deviceIndex()) : "0");
        if (instance.severalCards() && stage == Stage.WHOLE) {
            put(all, "network-card", Integer.toString(eni.networkCard()));
        }
        put(all, "interface-id", eni.id().text());
        put(all, "mac", eni.mac().toString());
        put(all, "owner-id", facts.ownerId());
        put(all, "security-groups", facts.securityGroup());
        put(all, "security-group-ids", facts.securityGroupId());
        put(all, "subnet-id", eni.subnetId());
        put(all, "vpc-id", eni.vpcId());
        put(
                all,
                "local-hostname",
                eni.ipv4().isEmpty()
                        ? hostname(instance)
                        : hostname(instance, eni.ipv4().getFirst()));
        putLines(all, "local-ipv4s", eni.ipv4());
        putLines(all, "ipv6s", eni.ipv6());
        putLines(all, "ipv4-prefix", eni.prefixes(Family.V4));
        putLines(all, "ipv6-prefix", eni.prefixes(Family.V6));
        eni.subnetV4().map(Cidr::toString).ifPresent(cidr -> put(all, "subnet-ipv4-cidr-block", cidr));
        putLines(all, "subnet-ipv6-cidr-blocks", eni.subnetsV6());
        eni.vpcV4().stream().findFirst().ifPresent(cidr -> put(all, "vpc-ipv4-cidr-block", cidr.toString()));
        putLines(all, "vpc-ipv4-cidr-blocks", eni.vpcV4());
        putLines(all, "vpc-ipv6-cidr-blocks", eni.vpcV6());
        if (!eni.publicIps().isEmpty()) {
            putLines(all, "public-ipv4s", eni.publicIps().keySet());
            Ip first = eni.publicIps().firstKey();
            put(all, "public-hostname", "ec2-" + dashed(first) + "." + instance.region() + ".compute.amazonaws.com");
            Directory associations = directory();
            eni.publicIps().forEach((outside, inside) -> put(associations, outside.toString(), inside.toString()));
            put(all, "ipv4-associations", associations);
        }
        if (stage == Stage.LISTED) {
            all.children().replaceAll((name, node) -> new Unready());
        }
        return all;
    }

    private Leaf identityDocument(ImdsInstance instance) {
        String privateIp = instance.primary().stream()
                .flatMap(eni -> eni.ipv4().stream())
                .findFirst()
                .map(ip -> "\"" + ip + "\"")
                .orElse("null");
        return new Leaf("""
                {
                  "accountId" : "%s",
                  "architecture" : "x86_64",
                  "availabilityZone" : "%s",
                  "billingProducts" : null,
                  "devpayProductCodes" : null,
                  "marketplaceProductCodes" : null,
                  "imageId" : "%s",
                  "instanceId" : "%s",
                  "instanceType" : "%s",
                  "kernelId" : null,
                  "pendingTime" : "%s",
                  "privateIp" : %s,
                  "ramdiskId" : null,
                  "region" : "%s",
                  "version" : "2017-09-30"
                }""".formatted(
                        facts.ownerId(),
                        instance.zone(),
                        facts.imageId(),
                        instance.id(),
                        instance.type(),
                        facts.launched().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                        privateIp,
                        instance.region()));
    }

    private static Optional<Ip> publicOf(ImdsEni eni, Ip inside) {
        return eni.publicIps().entrySet().stream()
                .filter(entry -> entry.getValue().equals(inside))
                .map(java.util.Map.Entry::getKey)
                .findFirst();
    }

    /** An IP name where the primary ENI has IPv4, else a resource name, as EC2 gives them by default. */
    private static String hostname(ImdsInstance instance) {
        return instance.primary().stream()
                .flatMap(eni -> eni.ipv4().stream())
                .findFirst()
                .map(ip -> hostname(instance, ip))
                .orElseGet(() -> names(instance).of(instance.id()));
    }

    private static String hostname(ImdsInstance instance, Ip ip) {
        return names(instance).of(ip);
    }

    private static String dashed(Ip ip) {
        return ip.toString().replace('.', '-');
    }

    private static HostNames names(ImdsInstance instance) {
        return new HostNames(instance.region());
    }

    private static Directory directory() {
        return new Directory(new TreeMap<>());
    }

    private static void put(Directory directory, String name, Node node) {
        directory.children().put(name, node);
    }

    private static void put(Directory directory, String name, String text) {
        put(directory, name, new Leaf(text));
    }

    /** An empty list is no key at all: the service answers 404. */
    private static void putLines(Directory directory, String name, Collection<?> values) {
        if (!values.isEmpty()) {
            put(directory, name, values.stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
    }
}
