package dev.enid.agent.iam;

import java.util.List;

/**
 * An action of EC2 that a move uses, with the resource types that a policy can limit it to: "Actions defined by Amazon EC2",
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html, as of May 2026.
 *
 * <p>What that table says of all of them: those that only read take no resource type, and so {@code *}, and the condition key
 * {@code ec2:Region}. Those that change something take {@code aws:ResourceTag/KEY} with each of the resource types named here,
 * so that one condition is good for the whole statement.
 */
public enum Ec2Action {
    DESCRIBE_ADDRESSES("DescribeAddresses"),
    DESCRIBE_INSTANCE_TYPES("DescribeInstanceTypes"),
    DESCRIBE_INSTANCES("DescribeInstances"),
    DESCRIBE_NETWORK_INTERFACES("DescribeNetworkInterfaces"),
    DESCRIBE_ROUTE_TABLES("DescribeRouteTables"),
    DESCRIBE_SUBNETS("DescribeSubnets"),

    /** Both types are required. */
    ATTACH_NETWORK_INTERFACE("AttachNetworkInterface", ResourceType.INSTANCE, ResourceType.NETWORK_INTERFACE),
    /** Both types are required. */
    DETACH_NETWORK_INTERFACE("DetachNetworkInterface", ResourceType.INSTANCE, ResourceType.NETWORK_INTERFACE),

    ASSIGN_IPV6_ADDRESSES("AssignIpv6Addresses", ResourceType.NETWORK_INTERFACE),
    /** Its request names the ENI that takes the address, not the one that has it. */
    ASSIGN_PRIVATE_IP_ADDRESSES("AssignPrivateIpAddresses", ResourceType.NETWORK_INTERFACE),
    UNASSIGN_IPV6_ADDRESSES("UnassignIpv6Addresses", ResourceType.NETWORK_INTERFACE),
    UNASSIGN_PRIVATE_IP_ADDRESSES("UnassignPrivateIpAddresses", ResourceType.NETWORK_INTERFACE),

    /** None of the types is required: which of them are checked depends on what the request names, so all are listed. */
    ASSOCIATE_ADDRESS(
            "AssociateAddress", ResourceType.ELASTIC_IP, ResourceType.INSTANCE, ResourceType.NETWORK_INTERFACE),

    REPLACE_ROUTE("ReplaceRoute", ResourceType.ROUTE_TABLE);

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<ResourceType> resourceTypes;

    Ec2Action(String text, ResourceType... resourceTypes) {
        this.text = text;
        this.resourceTypes = List.of(resourceTypes);
    }

    /** As it stands in a policy: {@code ec2:DescribeInstances}. */
    public String text() {
        return "ec2:" + text;
    }

    /** Those a policy can limit it to, by name; none for an action that only reads. */
    public List<ResourceType> resourceTypes() {
        return resourceTypes;
    }

    /** Whether it leaves everything as it is. */
    public boolean reads() {
        return resourceTypes.isEmpty();
    }
}
