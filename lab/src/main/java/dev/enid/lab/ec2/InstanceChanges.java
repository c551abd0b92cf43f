package dev.enid.lab.ec2;

import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.CreateRequest;
import dev.enid.lab.topology.InstanceState;
import dev.enid.lab.topology.InstanceType;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcInstance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** RunInstances, StopInstances, StartInstances and TerminateInstances: an instance is a machine of the lab. */
final class InstanceChanges {

    /** As many as one request may make: each is a machine of its own here. */
    private static final int MOST = 20;

    private final Cloud cloud;
    private final Instances instances;

    InstanceChanges(Cloud cloud, Instances instances) {
        this.cloud = cloud;
        this.instances = instances;
    }

    /** An ENI of an instance to be run: one that is there, or a new one. */
    private record Plug(int device, int card, Optional<String> there, Optional<CreateRequest> made, boolean delete) {}

    private record Launch(
            String id, Optional<String> name, String zone, InstanceType type, Optional<String> role, List<Plug> plugs) {

        Vpc in(Vpc vpc) {
            Vpc after = vpc.launch(id, name, zone, type, role);
            String instance = after.instance(id).name();
            for (Plug plug : plugs) {
                if (plug.made.isPresent()) {
                    after = after.create(plug.made.get());
                }
                String eni = after.eni(plug.there.orElseGet(
                                () -> plug.made.orElseThrow().id().text()))
                        .name();
                after = after.attach(
                        new AttachRequest(instance, eni, OptionalInt.of(plug.device), OptionalInt.of(plug.card)));
            }
            return after;
        }
    }

    List<Xml> run(Query query) throws Ec2Fault, IOException {
        String image = query.required("ImageId");
        if (!image.equals(cloud.facts().imageId())) {
            throw Ec2Fault.of(
                    "InvalidAMIID.NotFound",
                    "The image id '[" + image + "]' does not exist; the lab has "
                            + cloud.facts().imageId() + " alone, which is this machine as it is");
        }
        cloud.checkGroups(query.list("SecurityGroupId"));
        int most = count(query, "MaxCount");
        if (count(query, "MinCount") > most || most > MOST) {
            throw Ec2Fault.invalid(
                    "MaxCount", Integer.toString(most), "It should be from MinCount to " + MOST + ", the lab's limit.");
        }
        Map<String, String> tags = Tags.specified(query, "instance");
        Map<String, String> tagsOfEnis = Tags.specified(query, "network-interface");
        List<Launch> launches = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            launches.add(launch(query, tags));
        }
        Vpc after = cloud.change(query, vpc -> {
            Vpc with = vpc;
            for (Launch launch : launches) {
                with = launch.in(with);
            }
            return with;
        });
        for (Launch launch : launches) {
            Tags.put(cloud.records(), launch.id, tags);
            keep(after, launch, tagsOfEnis);
        }
        return List.of(
                Xml.of("reservationId", cloud.facts().reservationId()),
                Xml.of("ownerId", cloud.facts().ownerId()),
                Xml.with("groupSet"),
                instances.describe(
                        after,
                        launches.stream().map(each -> after.instance(each.id)).toList(),
                        StateCode.PENDING));
    }

    private void keep(Vpc after, Launch launch, Map<String, String> tagsOfEnis) {
        for (Plug plug : launch.plugs) {
            VpcEni eni = after.eni(
                    plug.there.orElseGet(() -> plug.made.orElseThrow().id().text()));
            cloud.records().deleteOnTermination(eni, plug.delete);
            if (plug.made.isPresent()) {
                Tags.put(cloud.records(), eni.id().text(), tagsOfEnis);
            }
        }
    }

    private static int count(Query query, String name) throws Ec2Fault {
        OptionalInt count = query.number(name);
        if (count.isEmpty()) {
            throw Ec2Fault.missing(name);
        }
        if (count.getAsInt() < 1) {
            throw Ec2Fault.invalid(name, Integer.toString(count.getAsInt()), "It should be at least 1.");
        }
        return count.getAsInt();
    }

    private Launch launch(Query query, Map<String, String> tags) throws Ec2Fault {
        Vpc vpc = cloud.vpc();
        Optional<String> typeName = query.text("InstanceType");
        InstanceType type = typeName.isPresent() ? InstanceTypes.named(vpc, typeName.get()) : InstanceType.DEFAULT;
        List<Query> specifications = query.members("NetworkInterface");
        List<Plug> plugs = new ArrayList<>();
        for (Query each : specifications) {
            plugs.add(plug(each));
        }
        if (specifications.isEmpty()) {
            plugs.add(new Plug(0, 0, Optional.empty(), Optional.of(cloud.newEni(query)), true));
        } else if (query.text("SubnetId").isPresent()) {
            throw Ec2Fault.of(
                    "InvalidParameterCombination",
                    "Network interfaces and an instance-level subnet ID may not be specified on the same request");
        }
        Plug primary = plugs.stream()
                .filter(plug -> plug.device == 0 && plug.card == 0)
                .findFirst()
                .orElseThrow(() -> Ec2Fault.of(
                        "InvalidParameterCombination", "A network interface with device index 0 is required"));
        plugs.sort((a, b) -> a.equals(primary) ? -1 : b.equals(primary) ? 1 : 0);
        return new Launch(
                cloud.records().newId("i"),
                Optional.ofNullable(tags.get("Name")),
                zone(vpc, primary),
                type,
                role(query),
                plugs);
    }

    /** That of the profile, which is called as its role is; as on EC2 there is none unless one is named. */
    private static Optional<String> role(Query query) throws Ec2Fault {
        Optional<String> arn = query.text("IamInstanceProfile.Arn");
        Optional<String> name = query.text("IamInstanceProfile.Name")
                .or(() -> arn.map(text -> text.substring(text.lastIndexOf('/') + 1)));
        if (name.isPresent() && !VpcInstance.isRole(name.get())) {
            throw Ec2Fault.invalid("iamInstanceProfile.name", name.get(), "Invalid IAM Instance Profile name");
        }
        return name;
    }

    private static String zone(Vpc vpc, Plug primary) {
        return primary.there
                .map(vpc::eni)
                .map(vpc::subnet)
                .or(() -> primary.made.map(CreateRequest::subnet).map(vpc::subnet))
                .orElseThrow()
                .zone();
    }

    private Plug plug(Query query) throws Ec2Fault {
        OptionalInt device = query.number("DeviceIndex");
        if (device.isEmpty()) {
            throw Ec2Fault.missing(query.path() + "DeviceIndex");
        }
        int card = query.number("NetworkCardIndex").orElse(0);
        Optional<String> id = query.text("NetworkInterfaceId");
        if (id.isPresent()) {
            String name = Cloud.eni(cloud.vpc(), id.get()).name();
            return new Plug(
                    device.getAsInt(), card, Optional.of(name), Optional.empty(), query.flag("DeleteOnTermination"));
        }
        boolean delete = query.bool("DeleteOnTermination").orElse(true);
        return new Plug(device.getAsInt(), card, Optional.empty(), Optional.of(cloud.newEni(query)), delete);
    }

    List<Xml> stop(Query query) throws Ec2Fault, IOException {
        query.flag("Force");
        return each(query, Vpc::stop, state -> state == InstanceState.RUNNING ? StateCode.STOPPING : StateCode.STOPPED);
    }

    List<Xml> start(Query query) throws Ec2Fault, IOException {
        return each(query, Vpc::start, state -> state == InstanceState.STOPPED ? StateCode.PENDING : StateCode.RUNNING);
    }

    /** Its ENIs are deleted or detached, as each one's attachment says. */
    List<Xml> terminate(Query query) throws Ec2Fault, IOException {
        return each(
                query,
                (vpc, instance) -> vpc.terminate(instance, deletedWith(vpc, instance)),
                state -> state == InstanceState.TERMINATED ? StateCode.TERMINATED : StateCode.SHUTTING_DOWN);
    }

    private Set<String> deletedWith(Vpc vpc, String instance) {
        return vpc.attached(instance).stream()
                .filter(eni -> cloud.records()
                        .attachment(eni)
                        .filter(Records.Attached::deleteOnTermination)
                        .isPresent())
                .map(VpcEni::name)
                .collect(Collectors.toSet());
    }

    private interface Change {
        Vpc of(Vpc vpc, String instance);
    }

    private interface Answered {
        StateCode of(InstanceState before);
    }

    private List<Xml> each(Query query, Change change, Answered answered) throws Ec2Fault, IOException {
        Vpc before = cloud.vpc();
        List<String> ids = query.list("InstanceId");
        if (ids.isEmpty()) {
            throw Ec2Fault.missing("InstanceId");
        }
        Map<String, VpcInstance> named = new LinkedHashMap<>();
        for (String id : ids) {
            named.put(id, Instances.named(before, id));
        }
        cloud.change(query, vpc -> {
            Vpc after = vpc;
            for (VpcInstance instance : named.values()) {
                after = change.of(after, instance.name());
            }
            return after;
        });
        return List.of(Xml.set(
                "instancesSet",
                named.values(),
                instance -> List.of(
                        Xml.of("instanceId", instance.id()),
                        answered.of(instance.state()).xml("currentState"),
                        StateCode.of(instance).xml("previousState"))));
    }
}
