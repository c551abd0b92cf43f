package dev.enid.agent.iam;

import static dev.enid.agent.iam.Ec2Action.ASSIGN_IPV6_ADDRESSES;
import static dev.enid.agent.iam.Ec2Action.ASSIGN_PRIVATE_IP_ADDRESSES;
import static dev.enid.agent.iam.Ec2Action.ASSOCIATE_ADDRESS;
import static dev.enid.agent.iam.Ec2Action.ATTACH_NETWORK_INTERFACE;
import static dev.enid.agent.iam.Ec2Action.DESCRIBE_ADDRESSES;
import static dev.enid.agent.iam.Ec2Action.DESCRIBE_INSTANCES;
import static dev.enid.agent.iam.Ec2Action.DESCRIBE_INSTANCE_TYPES;
import static dev.enid.agent.iam.Ec2Action.DESCRIBE_NETWORK_INTERFACES;
import static dev.enid.agent.iam.Ec2Action.DESCRIBE_ROUTE_TABLES;
import static dev.enid.agent.iam.Ec2Action.DESCRIBE_SUBNETS;
import static dev.enid.agent.iam.Ec2Action.DETACH_NETWORK_INTERFACE;
import static dev.enid.agent.iam.Ec2Action.REPLACE_ROUTE;
import static dev.enid.agent.iam.Ec2Action.UNASSIGN_IPV6_ADDRESSES;
import static dev.enid.agent.iam.Ec2Action.UNASSIGN_PRIVATE_IP_ADDRESSES;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a move moves, with the actions it takes. Each reads the ENIs and the instances: who has the resource, where it is to go,
 * and whether both run. To give the resource back after a failure takes no action more.
 */
public enum Purpose {
    /** The instance type says how many ENIs the target takes, and on which network cards. */
    MOVE_ENI("move-eni", DESCRIBE_INSTANCE_TYPES, ATTACH_NETWORK_INTERFACE, DETACH_NETWORK_INTERFACE),

    /**
     * AllowReassignment takes the address from the ENI that has it: one call, and no moment without an owner. The instance type
     * says how many addresses an ENI takes; of an address that no ENI has, only the subnets say where it belongs.
     */
    MOVE_ADDRESS("move-address", DESCRIBE_INSTANCE_TYPES, DESCRIBE_SUBNETS, ASSIGN_PRIVATE_IP_ADDRESSES),

    /** AssignIpv6Addresses cannot reassign: the ENI that has the address has to give it up first. */
    MOVE_IPV6("move-ipv6", DESCRIBE_INSTANCE_TYPES, DESCRIBE_SUBNETS, ASSIGN_IPV6_ADDRESSES, UNASSIGN_IPV6_ADDRESSES),

    /** Of either family. AllowReassignment is about addresses, so that an IPv4 prefix is given up first too. */
    MOVE_PREFIX(
            "move-prefix",
            DESCRIBE_INSTANCE_TYPES,
            DESCRIBE_SUBNETS,
            ASSIGN_IPV6_ADDRESSES,
            ASSIGN_PRIVATE_IP_ADDRESSES,
            UNASSIGN_IPV6_ADDRESSES,
            UNASSIGN_PRIVATE_IP_ADDRESSES),

    /** AllowReassociation takes the Elastic IP from where it is. */
    MOVE_ELASTIC_IP("move-elastic-ip", DESCRIBE_ADDRESSES, ASSOCIATE_ADDRESS),

    /** The route has to be there: a move does not make one. */
    MOVE_ROUTE("move-route", DESCRIBE_ROUTE_TABLES, REPLACE_ROUTE);

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<Ec2Action> actions;

    Purpose(String text, Ec2Action... own) {
        this.text = text;
        this.actions = Stream.concat(Stream.of(DESCRIBE_INSTANCES, DESCRIBE_NETWORK_INTERFACES), Stream.of(own))
                .sorted()
                .toList();
    }

    /** As a person types it. */
    public String text() {
        return text;
    }

    /** All it takes, in the order of {@link Ec2Action}. */
    public List<Ec2Action> actions() {
        return actions;
    }

    /** The one a person typed. */
    public static Optional<Purpose> tryParse(String text) {
        return Stream.of(values()).filter(each -> each.text.equals(text)).findFirst();
    }
}
