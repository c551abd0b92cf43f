package dev.enid.agent.ec2;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import java.util.List;

/** A subnet, with its networks of both families. */
public record Subnet(String id, String zone, List<Cidr> networks) {

    public Subnet {
        networks = List.copyOf(networks);
    }

    public boolean contains(Ip ip) {
        return networks.stream().anyMatch(network -> network.contains(ip));
    }
}
