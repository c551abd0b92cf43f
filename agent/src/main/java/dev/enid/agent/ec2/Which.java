package dev.enid.agent.ec2;

import dev.enid.agent.iam.Tag;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Ip;
import java.util.List;

/** Which ENIs are asked for. */
public sealed interface Which {

    /** These. */
    record ById(List<EniId> ids) implements Which {
        public ById {
            ids = List.copyOf(ids);
        }
    }

    /** The one in a VPC that has this address, private or IPv6. */
    record ByAddress(Ip ip, String vpc) implements Which {}

    /** All with this tag. */
    record ByTag(Tag tag) implements Which {}

    /** All in a subnet. EC2 knows no filter for prefixes: whoever looks for one has to look at each. */
    record InSubnet(String subnet) implements Which {}
}
