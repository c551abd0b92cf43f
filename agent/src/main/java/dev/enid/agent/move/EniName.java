package dev.enid.agent.move;

import dev.enid.agent.iam.Tag;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Ip;

/** How a person names an ENI. */
public sealed interface EniName {

    /** {@code eni-0a1b2c3d4e5f60718}. */
    record ById(EniId id) implements EniName {
        @Override
        public String toString() {
            return id.text();
        }
    }

    /** One of its addresses: {@code 10.0.1.20}. */
    record ByAddress(Ip ip) implements EniName {
        @Override
        public String toString() {
            return ip.toString();
        }
    }

    /** A tag that no other ENI has: {@code Name=db}. */
    record ByTag(Tag tag) implements EniName {
        @Override
        public String toString() {
            return tag.key() + "=" + tag.value();
        }
    }
}
