package dev.enid.agent.move;

import dev.enid.agent.ec2.ElasticIpName;
import dev.enid.agent.iam.Purpose;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;

/** What is to be moved, as a person names it. */
public sealed interface Resource {

    /** What a policy has to allow for it. */
    Purpose purpose();

    /** As it is typed after {@code enid move}: {@code address 10.0.1.20}. */
    String typed();

    /** An ENI, with all it has. */
    record Interface(EniName name) implements Resource {
        @Override
        public Purpose purpose() {
            return Purpose.MOVE_ENI;
        }

        @Override
        public String typed() {
            return "eni " + name;
        }
    }

    /** A secondary IPv4 address, or an IPv6 address. */
    record Address(Ip ip) implements Resource {
        @Override
        public Purpose purpose() {
            return ip.family() == Family.V4 ? Purpose.MOVE_ADDRESS : Purpose.MOVE_IPV6;
        }

        @Override
        public String typed() {
            return "address " + ip;
        }
    }

    /** A delegated prefix, of either family. */
    record Prefix(Cidr prefix) implements Resource {
        @Override
        public Purpose purpose() {
            return Purpose.MOVE_PREFIX;
        }

        @Override
        public String typed() {
            return "prefix " + prefix;
        }
    }

    /** An Elastic IP. */
    record Elastic(ElasticIpName name) implements Resource {
        @Override
        public Purpose purpose() {
            return Purpose.MOVE_ELASTIC_IP;
        }

        @Override
        public String typed() {
            return "elastic-ip " + name;
        }
    }

    /** A route of a route table. */
    record Route(String table, Cidr destination) implements Resource {
        @Override
        public Purpose purpose() {
            return Purpose.MOVE_ROUTE;
        }

        @Override
        public String typed() {
            return "route " + table + " " + destination;
        }
    }
}
