package dev.enid.lab.ec2;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every action there is, by its name. */
final class Actions {

    /** What an action does and answers. */
    @FunctionalInterface
    interface Action {
        List<Xml> run(Query query) throws Ec2Fault, IOException, InterruptedException;
    }

    private Actions() {}

    /** Those that see and change that cloud. */
    static SortedMap<String, Action> of(Cloud cloud) {
        Interfaces interfaces = new Interfaces(cloud);
        InterfaceChanges changes = new InterfaceChanges(cloud, interfaces);
        Addresses addresses = new Addresses(cloud);
        Networks networks = new Networks(cloud);
        Tags tags = new Tags(cloud);
        Instances instances = new Instances(cloud, interfaces);
        SortedMap<String, Action> actions = new TreeMap<>();
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
        InstanceChanges runs = new InstanceChanges(cloud, instances);
        actions.putAll(Map.of(
                "DescribeInstances", instances::describe,
                "DescribeInstanceStatus", instances::describeStatus,
                "DescribeInstanceTypes", new InstanceTypes(cloud)::describe,
                "RunInstances", runs::run,
                "StartInstances", runs::start,
                "StopInstances", runs::stop,
                "TerminateInstances", runs::terminate));
        ElasticAddresses elastic = new ElasticAddresses(cloud);
        actions.putAll(Map.of(
                "AllocateAddress", elastic::allocate,
                "AssociateAddress", elastic::associate,
                "DescribeAddresses", elastic::describe,
                "DisassociateAddress", elastic::disassociate,
                "ReleaseAddress", elastic::release));
        RouteTables routes = new RouteTables(cloud);
        actions.putAll(Map.of(
                "CreateRoute", routes::create,
                "DeleteRoute", routes::delete,
                "DescribeRouteTables", routes::describe,
                "ReplaceRoute", routes::replace));
        actions.putAll(Map.of(
                "CreateSubnet", networks::createSubnet,
                "DescribeSubnets", networks::describeSubnets,
                "DescribeVpcs", networks::describeVpcs,
                "CreateTags", tags::create,
                "DeleteTags", tags::delete,
                "DescribeTags", tags::describe));
        return actions;
    }
}
