package dev.enid.lab.ec2;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.CreateRequest;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** ENIs made, deleted, attached, detached and modified. */
final class InterfaceChanges {

    private static final List<Xml> DONE = List.of(Xml.of("return", true));

    private final Cloud cloud;
    private final Interfaces interfaces;

    InterfaceChanges(Cloud cloud, Interfaces interfaces) {
        this.cloud = cloud;
        this.interfaces = interfaces;
    }

    List<Xml> create(Query query) throws Ec2Fault, IOException {
        String kind = query.text("InterfaceType").orElse("interface");
        if (!kind.equals("interface") && !kind.equals("efa-only")) {
            throw Ec2Fault.invalid("InterfaceType", kind, "The lab has interface and efa-only.");
        }
        cloud.checkGroups(query.list("SecurityGroupId"));
        EniId id = new EniId(cloud.records().newId("eni"));
        Mac mac = cloud.newMac();
        Map<String, String> tags = Tags.specified(query, "network-interface");
        CreateRequest request = new CreateRequest(
                id,
                mac,
                Networks.subnet(cloud.vpc(), query.required("SubnetId")).name(),
                primary(query),
                more(query),
                kind.equals("efa-only"));
        cloud.vpc().create(request);
        Cloud.stopDryRun(query);
        Vpc after = cloud.network().change(vpc -> vpc.create(request));
        VpcEni eni = after.eni(id.text());
        query.text("Description").ifPresent(text -> cloud.records().describe(eni, text));
        Tags.put(cloud.records(), id.text(), tags);
        List<Xml> answer = new ArrayList<>(List.of(Xml.of("networkInterface", interfaces.describe(after, eni))));
        query.text("ClientToken").ifPresent(token -> answer.add(Xml.of("clientToken", token)));
        return answer;
    }

    /** {@code PrivateIpAddress}, or the one of {@code PrivateIpAddresses} that says so. */
    private static Optional<Ip> primary(Query query) throws Ec2Fault {
        Optional<String> text = query.text("PrivateIpAddress");
        for (Query each : query.members("PrivateIpAddresses")) {
            if (each.flag("Primary")) {
                if (text.isPresent()) {
                    throw Ec2Fault.of(
                            "InvalidParameterCombination", "Only one primary private IP address can be specified");
                }
                text = Optional.of(each.required("PrivateIpAddress"));
            }
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(Cloud.ip("PrivateIpAddress", text.get()));
    }

    private static AssignRequest more(Query query) throws Ec2Fault {
        List<Ip> addresses = new ArrayList<>();
        for (Query each : query.members("PrivateIpAddresses")) {
            if (!each.flag("Primary")) {
                addresses.add(Cloud.ip("PrivateIpAddress", each.required("PrivateIpAddress")));
            }
        }
        for (Query each : query.members("Ipv6Addresses")) {
            addresses.add(Cloud.ip("Ipv6Address", each.required("Ipv6Address")));
        }
        List<Cidr> prefixes = new ArrayList<>();
        for (Query each : query.members("Ipv4Prefix")) {
            prefixes.add(Addresses.prefix(each.required("Ipv4Prefix")));
        }
        for (Query each : query.members("Ipv6Prefix")) {
            prefixes.add(Addresses.prefix(each.required("Ipv6Prefix")));
        }
        return new AssignRequest(
                addresses,
                prefixes,
                query.number("SecondaryPrivateIpAddressCount").orElse(0),
                query.number("Ipv6AddressCount").orElse(0),
                query.number("Ipv4PrefixCount").orElse(0),
                query.number("Ipv6PrefixCount").orElse(0),
                false);
    }

    List<Xml> delete(Query query) throws Ec2Fault, IOException {
        VpcEni eni = Cloud.eni(cloud.vpc(), query);
        cloud.vpc().delete(eni.name());
        Cloud.stopDryRun(query);
        cloud.network().change(vpc -> vpc.delete(eni.name()));
        return DONE;
    }

    List<Xml> attach(Query query) throws Ec2Fault, IOException {
        Vpc vpc = cloud.vpc();
        VpcEni eni = Cloud.eni(vpc, query);
        OptionalInt index = query.number("DeviceIndex");
        if (index.isEmpty()) {
            throw Ec2Fault.missing("DeviceIndex");
        }
        String instance = Instances.named(vpc, query.required("InstanceId")).name();
        AttachRequest request = new AttachRequest(instance, eni.name(), index, query.number("NetworkCardIndex"));
        vpc.attach(request);
        Cloud.stopDryRun(query);
        VpcEni attached = cloud.network().attach(request).eni(eni.name());
        List<Xml> answer = new ArrayList<>();
        cloud.records().attachment(attached).ifPresent(each -> answer.add(Xml.of("attachmentId", each.id())));
        attached.attachment().ifPresent(place -> answer.add(Xml.of("networkCardIndex", place.networkCard())));
        return answer;
    }

    /** Force makes no difference: the host is not asked, as a device that is pulled out does not ask. */
    List<Xml> detach(Query query) throws Ec2Fault, IOException {
        Vpc vpc = cloud.vpc();
        query.flag("Force");
        VpcEni eni = byAttachment(vpc, query.required("AttachmentId"));
        vpc.detach(eni.name());
        Cloud.stopDryRun(query);
        cloud.network().detach(eni.name());
        return DONE;
    }

    private VpcEni byAttachment(Vpc vpc, String id) throws Ec2Fault {
        for (VpcEni eni : vpc.enis().values()) {
            if (cloud.records()
                    .attachment(eni)
                    .filter(each -> each.id().equals(id))
                    .isPresent()) {
                return eni;
            }
        }
        throw Ec2Fault.of(VpcException.Code.NOT_ATTACHED.ec2(), "The attachment ID '" + id + "' does not exist");
    }

    List<Xml> modify(Query query) throws Ec2Fault, IOException {
        VpcEni eni = Cloud.eni(cloud.vpc(), query);
        Optional<String> description = query.text("Description.Value");
        Optional<Boolean> check = query.bool("SourceDestCheck.Value");
        Optional<Boolean> delete = query.bool("Attachment.DeleteOnTermination");
        List<String> groups = query.list("SecurityGroupId");
        cloud.checkGroups(groups);
        long asked = List.of(description, check, delete).stream()
                        .filter(Optional::isPresent)
                        .count()
                + (groups.isEmpty() ? 0 : 1);
        if (asked != 1) {
            throw Ec2Fault.of(
                    asked == 0 ? "MissingParameter" : "InvalidParameterCombination",
                    "One attribute is modified at a time: Description, SourceDestCheck, Attachment or SecurityGroupId");
        }
        if (delete.isPresent()
                && !byAttachment(cloud.vpc(), query.required("Attachment.AttachmentId"))
                        .equals(eni)) {
            throw Ec2Fault.invalid(
                    "Attachment.AttachmentId", query.required("Attachment.AttachmentId"), "It is another ENI's.");
        }
        Cloud.stopDryRun(query);
        description.ifPresent(text -> cloud.records().describe(eni, text));
        delete.ifPresent(on -> cloud.records().deleteOnTermination(eni, on));
        if (check.isPresent()) {
            cloud.network().change(vpc -> vpc.check(eni.name(), check.get()));
        }
        return DONE;
    }
}
