package dev.enid.linux.wire;

import dev.enid.core.ip.Ip;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A packet to look the route of up, as {@code ip route get} does.
 *
 * @param source the packet's source; required with {@code iif}
 * @param iif ifindex of the link the packet came in by, 0 for one that this host sends
 * @param oif ifindex of the link the socket is bound to, 0 for none
 * @param mark the packet's mark, 0 for none
 * @param uid the user that sends
 * @param ipProtocol IPPROTO_*, 0 for none; with ports it must be said
 * @param sourcePort 0 for none
 * @param destinationPort 0 for none
 * @param match whether the answer shall be the route that matched ({@code fibmatch}, Linux 4.13) and not what becomes of
 *     the packet
 */
public record RouteQuery(
        Ip destination,
        Optional<Ip> source,
        int iif,
        int oif,
        int mark,
        OptionalInt uid,
        int ipProtocol,
        int sourcePort,
        int destinationPort,
        boolean match) {

    /** A packet that this host sends, with nothing known but where to. */
    public static RouteQuery to(Ip destination) {
        return new RouteQuery(destination, Optional.empty(), 0, 0, 0, OptionalInt.empty(), 0, 0, 0, false);
    }

    public RouteQuery from(Ip ip) {
        return new RouteQuery(
                destination, Optional.of(ip), iif, oif, mark, uid, ipProtocol, sourcePort, destinationPort, match);
    }

    /** Coming in by that link. */
    public RouteQuery inBy(int link) {
        return new RouteQuery(
                destination, source, link, oif, mark, uid, ipProtocol, sourcePort, destinationPort, match);
    }

    /** From a socket bound to that link. */
    public RouteQuery outBy(int link) {
        return new RouteQuery(
                destination, source, iif, link, mark, uid, ipProtocol, sourcePort, destinationPort, match);
    }

    public RouteQuery marked(int bits) {
        return new RouteQuery(destination, source, iif, oif, bits, uid, ipProtocol, sourcePort, destinationPort, match);
    }

    public RouteQuery ofUser(int user) {
        return new RouteQuery(
                destination,
                source,
                iif,
                oif,
                mark,
                OptionalInt.of(user),
                ipProtocol,
                sourcePort,
                destinationPort,
                match);
    }

    /** With the protocol and ports that a rule may look at; 0 for none. */
    public RouteQuery over(int protocol, int fromPort, int toPort) {
        return new RouteQuery(destination, source, iif, oif, mark, uid, protocol, fromPort, toPort, match);
    }

    /** Asking for the route that matches. */
    public RouteQuery matching() {
        return new RouteQuery(destination, source, iif, oif, mark, uid, ipProtocol, sourcePort, destinationPort, true);
    }

    /** The request for it. */
    public Request toRequest() {
        int bits = destination.family().bits();
        RouteMessage.Header header = new RouteMessage.Header(
                destination.family(), bits, source.isPresent() ? bits : 0, 0, 0, 0, 0, 0, flags());
        RouteMessage route = new RouteMessage(header, Attributes.build(Rta.POLICY, this::write));
        return Request.get(route);
    }

    /** IPv6 always tells the table that answered, and refuses to be asked for it (inet6_rtm_valid_getroute_req). */
    private int flags() {
        int table = switch (destination.family()) {
            case V4 -> RouteMessage.LOOKUP_TABLE;
            case V6 -> 0;
        };
        return table | (match ? RouteMessage.FIB_MATCH : 0);
    }

    private void write(Encoder out) {
        out.ip(Rta.DST, destination);
        source.ifPresent(ip -> out.ip(Rta.SRC, ip));
        if (iif != 0) {
            out.u32(Rta.IIF, iif);
        }
        if (oif != 0) {
            out.u32(Rta.OIF, oif);
        }
        if (mark != 0) {
            out.u32(Rta.MARK, mark);
        }
        uid.ifPresent(user -> out.u32(Rta.UID, user));
        if (ipProtocol != 0) {
            out.u8(Rta.IP_PROTO, ipProtocol);
        }
        if (sourcePort != 0) {
            out.big16(Rta.SPORT, sourcePort);
        }
        if (destinationPort != 0) {
            out.big16(Rta.DPORT, destinationPort);
        }
    }
}
