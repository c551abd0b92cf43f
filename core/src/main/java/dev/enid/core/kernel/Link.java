package dev.enid.core.kernel;

import dev.enid.core.ip.Mac;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A network interface.
 *
 * @param index ifindex, from 1
 * @param kind IFLA_INFO_KIND ({@code veth}, {@code bridge}, {@code vlan}), empty for hardware
 * @param mac the address in use, absent on links that have none or one of another length
 * @param permanentMac IFLA_PERM_ADDRESS: what the device came with, where the driver tells
 * @param mtu in bytes
 * @param maxMtu the largest MTU the driver takes, 0 where it does not tell
 * @param up IFF_UP: someone wants it to run
 * @param carrier IFF_LOWER_UP: it can run
 * @param master ifindex of the bridge, bond or VRF the link belongs to, 0 for none
 * @param parent IFLA_LINK: ifindex of the link this one is stacked on (VLAN) or paired with (veth), 0 for none
 * @param parentElsewhere whether {@code parent} counts in another network namespace
 * @param altNames alternative names, sorted
 */
public record Link(
        int index,
        String name,
        String kind,
        Optional<Mac> mac,
        Optional<Mac> permanentMac,
        int mtu,
        int maxMtu,
        boolean up,
        boolean carrier,
        boolean loopback,
        int master,
        int parent,
        boolean parentElsewhere,
        SortedSet<String> altNames)
        implements KernelObject {

    public Link {
        if (index < 1) {
            throw new IllegalArgumentException("ifindex " + index);
        }
        altNames = Collections.unmodifiableSortedSet(new TreeSet<>(altNames));
    }

    @Override
    public Id key() {
        return new Id(index);
    }

    @Override
    public int link() {
        return index;
    }

    public Link withUp(boolean wanted) {
        return new Link(
                index,
                name,
                kind,
                mac,
                permanentMac,
                mtu,
                maxMtu,
                wanted,
                carrier,
                loopback,
                master,
                parent,
                parentElsewhere,
                altNames);
    }

    /** With another MTU, in bytes. */
    public Link withMtu(int bytes) {
        return new Link(
                index,
                name,
                kind,
                mac,
                permanentMac,
                bytes,
                maxMtu,
                up,
                carrier,
                loopback,
                master,
                parent,
                parentElsewhere,
                altNames);
    }

    public Link withAltNames(SortedSet<String> names) {
        return new Link(
                index,
                name,
                kind,
                mac,
                permanentMac,
                mtu,
                maxMtu,
                up,
                carrier,
                loopback,
                master,
                parent,
                parentElsewhere,
                names);
    }

    @Override
    public String toIproute2(LinkNames names) {
        StringBuilder text = new StringBuilder("link ")
                .append(name)
                .append(up ? " up" : " down")
                .append(" mtu ")
                .append(mtu);
        altNames.forEach(each -> text.append(" altname ").append(each));
        return text.toString();
    }

    /** A link's identity. */
    public record Id(int index) implements Key {}
}
