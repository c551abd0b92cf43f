package dev.enid.core.simulate;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.Optional;

/**
 * A packet, as the routing policy sees it.
 *
 * @param from its source; absent before the kernel has chosen one
 * @param to its destination
 * @param iif the name of the link it came in by; absent, or {@code lo}, for what the host itself sends
 * @param oif the name of the link its socket is bound to
 * @param mark its fwmark
 */
public record Flow(Optional<Ip> from, Ip to, Optional<String> iif, Optional<String> oif, int mark) {

    private static final String LOOPBACK = "lo";

    public Flow {
        if (from.isPresent() && from.get().family() != to.family()) {
            throw new IllegalArgumentException("from " + from.get() + " to " + to + ": not one address family");
        }
        if (from.isPresent() && from.get().isUnspecified()) {
            from = Optional.empty();
        }
        if (iif.equals(Optional.of(LOOPBACK))) {
            iif = Optional.empty();
        }
    }

    /** Sent by the host, which has still to choose the source. */
    public static Flow to(Ip destination) {
        return new Flow(Optional.empty(), destination, Optional.empty(), Optional.empty(), 0);
    }

    /** Sent by the host from that address: a reply, or what a bound socket sends. */
    public static Flow of(Ip source, Ip destination) {
        return to(destination).withFrom(source);
    }

    public Flow withFrom(Ip source) {
        return new Flow(Optional.of(source), to, iif, oif, mark);
    }

    /** Come in by that link. */
    public Flow withIif(String name) {
        return new Flow(from, to, Optional.of(name), oif, mark);
    }

    /** Sent by a socket bound to that link. */
    public Flow withOif(String name) {
        return new Flow(from, to, iif, Optional.of(name), mark);
    }

    public Flow withMark(int fwmark) {
        return new Flow(from, to, iif, oif, fwmark);
    }

    public Family family() {
        return to.family();
    }

    /** Whether the host itself sends it. */
    public boolean isLocal() {
        return iif.isEmpty();
    }

    /** In the words of {@code ip route get}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(to.toString());
        from.ifPresent(source -> text.append(" from ").append(source));
        iif.ifPresent(name -> text.append(" iif ").append(name));
        oif.ifPresent(name -> text.append(" oif ").append(name));
        return mark == 0
                ? text.toString()
                : text.append(String.format(" mark 0x%x", mark)).toString();
    }
}
