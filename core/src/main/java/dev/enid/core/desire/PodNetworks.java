package dev.enid.core.desire;

import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Rule;
import dev.enid.core.snapshot.Snapshot;
import java.util.Optional;

/**
 * Signs of a container network that gives ENI addresses to pods: the VPC CNI, and Cilium in ENI mode. An address of theirs on
 * the host would swallow the pod's packets.
 */
final class PodNetworks {

    /** The VPC CNI's rules for pods behind secondary ENIs (its docs/troubleshooting: "ip rule show"). */
    private static final int VPC_CNI_TO_POD = 512;

    private static final int VPC_CNI_FROM_POD = 1536;
    /** The mark by which the VPC CNI keeps the primary's connections on the primary. */
    private static final int VPC_CNI_MARK = 0x80;

    private PodNetworks() {}

    /** What was seen, in words; empty where nothing was. */
    static Optional<String> seen(Snapshot snapshot) {
        return snapshot.host().podNetworks().stream()
                .findFirst()
                .or(() -> snapshot.state().rules().stream()
                        .filter(PodNetworks::isOfVpcCni)
                        .map(rule -> rule.toIproute2(snapshot.state()) + ", a rule of the VPC CNI")
                        .findFirst())
                .or(() -> snapshot.state().links().stream()
                        .map(Link::name)
                        .filter(name -> name.equals("cilium_host"))
                        .filter(name -> snapshot.state().links().stream()
                                .anyMatch(link -> link.name().startsWith("lxc")))
                        .filter(name -> snapshot.state().rules().stream().anyMatch(PodNetworks::isOfCiliumEni))
                        .map(name -> name + " with rules of Cilium's ENI mode")
                        .findFirst());
    }

    private static boolean isOfVpcCni(Rule rule) {
        Rule.Selector selector = rule.selector();
        boolean toPod = rule.priority() == VPC_CNI_TO_POD && selector.to().isPresent();
        boolean fromPod = rule.priority() == VPC_CNI_FROM_POD && selector.from().isPresent();
        boolean marked = selector.mask() == VPC_CNI_MARK && selector.mark() == VPC_CNI_MARK;
        return toPod || fromPod || marked;
    }

    /** Cilium's ENI mode puts its pods' rules at 110 (egress) and 20 (ingress). */
    private static boolean isOfCiliumEni(Rule rule) {
        boolean egress = (rule.priority() == 110 || rule.priority() == 111)
                && rule.selector().from().isPresent();
        boolean ingress = rule.priority() == 20 && rule.selector().to().isPresent();
        return egress || ingress;
    }
}
