package dev.enid.agent.ec2;

import dev.enid.agent.iam.Ec2Action;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.Optional;

/** A change that a move makes. None of EC2's actions for it takes a client token: whoever lost the answer has to look. */
public sealed interface Mutation {

    /** The action that a policy has to allow. */
    Ec2Action action();

    /** In words, for a plan and for progress: {@code attach eni-1 to i-2 at device index 1}. */
    String words();

    /** Whether EC2 can be asked beforehand if it would be allowed: assigning and unassigning know no DryRun. */
    default boolean hasDryRun() {
        return true;
    }

    /** AttachNetworkInterface. The slot is given whole: EC2 takes card 0 where none is said. */
    record Attach(EniId eni, String instance, Slot slot) implements Mutation {
        @Override
        public Ec2Action action() {
            return Ec2Action.ATTACH_NETWORK_INTERFACE;
        }

        @Override
        public String words() {
            return "attach " + eni + " to " + instance + " at " + slot;
        }
    }

    /** DetachNetworkInterface: it names the attachment, so that an ENI that has gone elsewhere meanwhile stays there. */
    record Detach(EniId eni, String instance, String attachment, boolean force) implements Mutation {
        @Override
        public Ec2Action action() {
            return Ec2Action.DETACH_NETWORK_INTERFACE;
        }

        @Override
        public String words() {
            return "detach " + eni + " from " + instance + " (" + attachment + (force ? ", by force)" : ")");
        }
    }

    /** AssignPrivateIpAddresses or AssignIpv6Addresses; a host's own network is an address, any other a prefix. */
    record Assign(EniId eni, Cidr network, boolean reassign) implements Mutation {
        public Assign {
            if (reassign && (network.family() == Family.V6 || !network.isHost())) {
                throw new IllegalArgumentException("AllowReassignment is about IPv4 addresses");
            }
        }

        @Override
        public Ec2Action action() {
            return network.family() == Family.V4
                    ? Ec2Action.ASSIGN_PRIVATE_IP_ADDRESSES
                    : Ec2Action.ASSIGN_IPV6_ADDRESSES;
        }

        @Override
        public boolean hasDryRun() {
            return false;
        }

        @Override
        public String words() {
            return "assign " + network.toIproute2() + " to " + eni
                    + (reassign ? ", taking it from whatever ENI has it" : "");
        }
    }

    /** UnassignPrivateIpAddresses or UnassignIpv6Addresses. */
    record Unassign(EniId eni, Cidr network) implements Mutation {
        @Override
        public Ec2Action action() {
            return network.family() == Family.V4
                    ? Ec2Action.UNASSIGN_PRIVATE_IP_ADDRESSES
                    : Ec2Action.UNASSIGN_IPV6_ADDRESSES;
        }

        @Override
        public boolean hasDryRun() {
            return false;
        }

        @Override
        public String words() {
            return "unassign " + network.toIproute2() + " from " + eni;
        }
    }

    /** AssociateAddress, with an ENI's own address. */
    record Associate(String allocation, Ip elasticIp, EniId eni, Optional<Ip> privateIp, boolean reassociate)
            implements Mutation {
        @Override
        public Ec2Action action() {
            return Ec2Action.ASSOCIATE_ADDRESS;
        }

        @Override
        public String words() {
            return "associate " + elasticIp + " with " + eni
                    + privateIp.map(ip -> ", address " + ip).orElse("")
                    + (reassociate ? ", taking it from where it is" : "");
        }
    }

    /** ReplaceRoute. */
    record ReplaceRoute(String table, Cidr destination, EniId eni) implements Mutation {
        @Override
        public Ec2Action action() {
            return Ec2Action.REPLACE_ROUTE;
        }

        @Override
        public String words() {
            return "point " + destination + " of " + table + " at " + eni;
        }
    }
}
