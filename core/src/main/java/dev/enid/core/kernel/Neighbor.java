package dev.enid.core.kernel;

import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.Optional;

/**
 * A permanent neighbor entry, or an address that the link answers for ({@code proxy}). What the kernel learnt by itself
 * is not an object here.
 *
 * @param mac where packets for {@code ip} go; absent for a proxy
 */
public record Neighbor(int link, Ip ip, Optional<Mac> mac, boolean proxy, int protocol) implements KernelObject {

    public Neighbor {
        if (proxy == mac.isPresent()) {
            throw new IllegalArgumentException("a neighbor has a MAC address, a proxy has none: " + ip);
        }
    }

    @Override
    public Id key() {
        return new Id(link, ip, proxy);
    }

    @Override
    public String toIproute2(LinkNames names) {
        String what = mac.map(each -> ip + " lladdr " + each).orElse("proxy " + ip);
        return "neighbor " + what + " dev " + names.name(link);
    }

    /** A neighbor's identity. */
    public record Id(int link, Ip ip, boolean proxy) implements Key {}
}
