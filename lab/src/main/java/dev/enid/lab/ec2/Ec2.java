package dev.enid.lab.ec2;

import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.imds.LaunchFacts;
import dev.enid.lab.topology.VpcException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Answers requests of the Query protocol. Safe for several threads: changes are made one after the other. */
final class Ec2 {

    private static final int OK = 200;

    /** The one version of the API that clients of today speak. */
    private static final String VERSION = "2016-11-15";

    /** @param body an XML document */
    record Answer(int status, String body) {}

    private interface Action {
        List<Xml> run(Query query) throws Ec2Fault, IOException;
    }

    private final SortedMap<String, Action> actions = new TreeMap<>();
    private final Credentials credentials;
    private final Records records;
    private final RandomGenerator random;

    Ec2(LabVpc network, LaunchFacts facts, Credentials credentials, InstantSource clock, RandomGenerator random) {
        this.credentials = credentials;
        this.random = random;
        records = new Records(clock, random);
        records.become(network.vpc());
        network.watch(records::become);
        Cloud cloud = new Cloud(network, records, random, facts);
        Interfaces interfaces = new Interfaces(cloud);
        InterfaceChanges changes = new InterfaceChanges(cloud, interfaces);
        Addresses addresses = new Addresses(cloud);
        Networks networks = new Networks(cloud);
        Tags tags = new Tags(cloud);
        actions.putAll(Map.of(
                "DescribeNetworkInterfaces", interfaces::describe,
                "DescribeNetworkInterfaceAttribute", interfaces::describeAttribute,
                "CreateNetworkInterface", changes::create,
                "DeleteNetworkInterface", changes::delete,
                "AttachNetworkInterface", changes::attach,
                "DetachNetworkInterface", changes::detach,
                "ModifyNetworkInterfaceAttribute", changes::modify));
        actions.putAll(Map.of(
                "AssignPrivateIpAddresses", addresses::assignV4,
                "UnassignPrivateIpAddresses", addresses::unassignV4,
                "AssignIpv6Addresses", addresses::assignV6,
                "UnassignIpv6Addresses", addresses::unassignV6));
        Instances instances = new Instances(cloud, interfaces);
        actions.putAll(Map.of(
                "DescribeInstances", instances::describe,
                "DescribeInstanceStatus", instances::describeStatus,
                "DescribeSubnets", networks::describeSubnets,
                "DescribeVpcs", networks::describeVpcs,
                "CreateTags", tags::create,
                "DeleteTags", tags::delete,
                "DescribeTags", tags::describe));
    }

    Answer answer(Request request) {
        String id = requestId();
        try {
            Signature.check(request, credentials);
            Query query = Query.parse(request.form());
            String name = query.required("Action");
            List<Xml> answer = new ArrayList<>(List.of(Xml.of("requestId", id)));
            answer.addAll(action(name, query).run(query));
            return new Answer(OK, Xml.of(name + "Response", answer).document(true));
        } catch (Ec2Fault e) {
            return refusal(id, e);
        } catch (VpcException e) {
            return refusal(id, Ec2Fault.of(e));
        } catch (IOException e) {
            return refusal(id, Ec2Fault.internal(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            // A mistake of the lab's own: the client gets an answer all the same, and the lab's log tells where.
            e.printStackTrace();
            return refusal(id, Ec2Fault.internal(e.toString()));
        }
    }

    private Action action(String name, Query query) throws Ec2Fault {
        String version = query.required("Version");
        Action action = actions.get(name);
        if (action == null || !version.equals(VERSION)) {
            throw Ec2Fault.of(
                    "InvalidAction",
                    "The action " + name + " is not valid for this web service, version " + version
                            + "; the lab has, of version " + VERSION + ", " + String.join(", ", actions.keySet()));
        }
        return action;
    }

    private static Answer refusal(String id, Ec2Fault fault) {
        Xml error =
                Xml.with("Error", Xml.of("Code", fault.code()), Xml.of("Message", String.valueOf(fault.getMessage())));
        Xml answer = Xml.with("Response", Xml.with("Errors", error), Xml.of("RequestID", id));
        return new Answer(fault.status(), answer.document(false));
    }

    private String requestId() {
        return new java.util.UUID(random.nextLong(), random.nextLong()).toString();
    }
}
