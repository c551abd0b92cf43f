package dev.enid.lab.ec2;

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
        Map<String, String> tags = Tags.specified(query, "network-interface");
        CreateRequest request = cloud.newEni(query);
        Vpc after = cloud.change(query, vpc -> vpc.create(request));
        VpcEni eni = after.eni(request.id().text());
        query.text("Description").ifPresent(text -> cloud.records().describe(eni, text));
        Tags.put(cloud.records(), request.id().text(), tags);
        List<Xml> answer = new ArrayList<>(List.of(Xml.of("networkInterface", interfaces.describe(after, eni))));
        query.text("ClientToken").ifPresent(token -> answer.add(Xml.of("clientToken", token)));
        return answer;
    }

    List<Xml> delete(Query query) throws Ec2Fault, IOException {
        VpcEni eni = Cloud.eni(cloud.vpc(), query);
        cloud.change(query, vpc -> vpc.delete(eni.name()));
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
        VpcEni attached = cloud.change(query, each -> each.attach(request)).eni(eni.name());
        List<Xml> answer = new ArrayList<>();
        cloud.records().attachment(attached).ifPresent(each -> answer.add(Xml.of("attachmentId", each.id())));
        attached.attachment().ifPresent(place -> answer.add(Xml.of("networkCardIndex", place.networkCard())));
        return answer;
    }

    /** The host is not asked, as a device that is pulled out does not ask; Force does without the delay. */
    List<Xml> detach(Query query) throws Ec2Fault, IOException {
        Vpc vpc = cloud.vpc();
        boolean force = query.flag("Force");
        VpcEni eni = byAttachment(vpc, query.required("AttachmentId"));
        cloud.change(query, each -> each.detach(eni.name()));
        if (force) {
            cloud.network()
                    .changeAtOnce(
                            each -> each.eni(eni.name()).attachment().isPresent() ? each.detach(eni.name()) : each);
        }
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
