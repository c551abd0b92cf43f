package dev.enid.agent.ec2;

import dev.enid.core.ip.Family;
import java.util.List;

/**
 * What an instance type takes.
 *
 * @param cards how many ENIs each network card takes, by its index; at least one
 * @param ipv4PerEni addresses and prefixes, together
 * @param ipv6PerEni the same; 0 where the type has no IPv6
 */
public record InstanceLimits(List<Integer> cards, int ipv4PerEni, int ipv6PerEni) {

    public InstanceLimits {
        cards = List.copyOf(cards);
    }

    public int perEni(Family family) {
        return family == Family.V4 ? ipv4PerEni : ipv6PerEni;
    }
}
