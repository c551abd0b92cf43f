package dev.enid.core.desire;

import dev.enid.core.ip.Family;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which links that are no ENIs pass packets on: bridges of containers, overlays, VPNs. */
final class Forwarding {

    /** net.ipv4.conf.LINK.rp_filter: a packet has to come by the route back. */
    private static final int STRICT = 1;

    private final KernelState state;
    private final List<Link> others;
    private final Map<Sysctl.Id, Integer> sysctls = new HashMap<>();
    private final boolean bridgesPassBy;

    Forwarding(Snapshot snapshot, EniLinks links) {
        this.state = snapshot.state();
        this.others = state.links().stream()
                .filter(link -> link.up() && link.master() == 0)
                .filter(links::isOther)
                .toList();
        this.bridgesPassBy = snapshot.host().bridgesPassNetfilter().equals(Optional.of(false));
        state.sysctls().forEach(each -> sysctls.put(each.key(), each.value()));
    }

    /** The families that some such link passes on. */
    Set<Family> families() {
        Set<Family> families = EnumSet.noneOf(Family.class);
        for (Family family : Family.values()) {
            if (others.stream().anyMatch(link -> passesOn(link, family))) {
                families.add(family);
            }
        }
        return families;
    }

    /** The first of them, by name; empty where there is none. */
    Optional<String> because() {
        return others.stream()
                .filter(link -> passesOn(link, Family.V4) || passesOn(link, Family.V6))
                .map(Link::name)
                .findFirst();
    }

    /** What keeps containers from being reached, or from answering, that enid leaves as it is: settings of the host. */
    List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        for (Link link : others) {
            boolean bridge = link.kind().equals("bridge")
                    && state.links().stream().anyMatch(each -> each.master() == link.index());
            if (bridge && !passesOn(link, Family.V4)) {
                troubles.add("net.ipv4.conf." + link.name() + ".forwarding is 0: what is on " + link.name()
                        + " cannot be reached from outside by IPv4, and enid does not change that; sysctl"
                        + " net.ipv4.ip_forward=1 does, for all interfaces");
            }
            if (passesOn(link, Family.V4) && isStrict(link) && marksDecide(link)) {
                troubles.add(
                        "net.ipv4.conf." + link.name() + ".rp_filter is 1 while src_valid_mark is 1: what answers on"
                                + " behalf of an ENI is looked up with its mark and dropped; sysctl net.ipv4.conf."
                                + link.name()
                                + ".rp_filter=2 lets it pass");
            }
        }
        if (bridgesPassBy
                && others.stream().anyMatch(link -> link.kind().equals("bridge") && passesOn(link, Family.V4))) {
            troubles.add(
                    "net.bridge.bridge-nf-call-iptables is 0: a container that asks a published port of another one on its"
                            + " own bridge gets an answer that NAT has not turned back, unless a userland proxy serves it; enid does"
                            + " not change that");
        }
        return troubles;
    }

    private boolean passesOn(Link link, Family family) {
        return value(link.index(), family == Family.V4 ? Sysctl.Name.FORWARDING : Sysctl.Name.FORWARDING_V6) == 1;
    }

    /** Whether a packet has to come by the route back. The kernel takes the larger of {@code all} and the link's own. */
    boolean isStrict(Link link) {
        return Math.max(value(0, Sysctl.Name.RP_FILTER), value(link.index(), Sysctl.Name.RP_FILTER)) == STRICT;
    }

    private boolean marksDecide(Link link) {
        return value(0, Sysctl.Name.SRC_VALID_MARK) == 1 || value(link.index(), Sysctl.Name.SRC_VALID_MARK) == 1;
    }

    private int value(int link, Sysctl.Name name) {
        return sysctls.getOrDefault(new Sysctl.Id(link, name), 0);
    }
}
