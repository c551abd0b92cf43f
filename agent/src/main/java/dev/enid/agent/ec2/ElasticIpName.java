package dev.enid.agent.ec2;

import dev.enid.core.ip.Ip;

/** How an Elastic IP is named. */
public sealed interface ElasticIpName {

    /** {@code 203.0.113.7}. */
    record ByAddress(Ip ip) implements ElasticIpName {
        @Override
        public String toString() {
            return ip.toString();
        }
    }

    /** {@code eipalloc-0a1b2c3d4e5f60718}. */
    record ByAllocation(String id) implements ElasticIpName {
        @Override
        public String toString() {
            return id;
        }
    }
}
