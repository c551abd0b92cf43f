package dev.enid.core.desire;

import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which links are ENIs: those whose MAC address IMDS lists, whatever their driver or name. A VLAN, bridge, bond or macvlan
 * on top of an ENI bears its address too, and is none.
 */
final class EniLinks {

    private final KernelState state;
    private final Map<Mac, Link> byMac = new HashMap<>();
    private final Set<Integer> listed = new HashSet<>();

    /** @param macs every MAC address that IMDS lists, described or not */
    EniLinks(KernelState state, List<Mac> macs) {
        this.state = state;
        state.links().stream().filter(EniLinks::canBeEni).forEach(this::add);
        for (Mac mac : macs) {
            of(mac).ifPresent(link -> {
                listed.add(link.index());
                master(link).ifPresent(master -> listed.add(master.index()));
            });
        }
    }

    /** The device itself: hardware has no kind; in the lab an ENI is a veth whose other end is elsewhere. */
    static boolean canBeEni(Link link) {
        return !link.loopback() && (isHardware(link) || (link.kind().equals("veth") && link.parentElsewhere()));
    }

    static boolean isHardware(Link link) {
        return link.kind().isEmpty() && link.parent() == 0;
    }

    /** A bond gives its members one address; what the device came with tells them apart. */
    private void add(Link link) {
        link.permanentMac()
                .or(link::mac)
                .ifPresent(mac -> byMac.merge(mac, link, (a, b) -> a.index() <= b.index() ? a : b));
    }

    Optional<Link> of(Mac mac) {
        return Optional.ofNullable(byMac.get(mac));
    }

    Optional<Link> master(Link link) {
        return link.master() == 0 ? Optional.empty() : state.link(link.master());
    }

    /** Whether what leaves by this link leaves by an ENI: one that IMDS lists, or the bridge or bond it belongs to. */
    boolean leadsToEni(int index) {
        return listed.contains(index);
    }

    /** A link that has nothing to do with ENIs: a bridge of containers, an overlay, a VPN. */
    boolean isOther(Link link) {
        return !link.loopback() && !leadsToEni(link.index()) && !isUnclaimed(link);
    }

    /** A device that IMDS does not list: an ENI on its way in or out, so not to be taken for anything else. */
    boolean isUnclaimed(Link link) {
        return isHardware(link) && !link.loopback() && !listed.contains(link.index());
    }
}
