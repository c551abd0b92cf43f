package dev.enid.core.simulate;

import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.LinkNames;
import dev.enid.core.kernel.Route;
import java.util.Optional;

/** Where a packet goes. */
public sealed interface Verdict {

    /**
     * It leaves the host.
     *
     * @param link ifindex
     * @param gateway absent where the destination is on the link itself
     * @param source the packet's, or the one the kernel chooses; absent where it finds none
     * @param route the route that decides; absent where a socket is bound to a link without one and IPv4 takes the
     *     destination to be on it
     */
    record Leaves(int link, Optional<Ip> gateway, Optional<Ip> source, Optional<Route> route) implements Verdict {}

    /**
     * The host itself takes it.
     *
     * @param link the one that holds the address
     */
    record Local(int link, Optional<Ip> source, Route route) implements Verdict {}

    /** IPv4 broadcast on the link. */
    record Broadcast(int link, Optional<Ip> source, Route route) implements Verdict {}

    /** A rule or a route says no. */
    record Barred(Bar bar) implements Verdict {}

    /** No rule led to a route: ENETUNREACH. */
    record NoRoute() implements Verdict {}

    /** It came in by a link, and the host neither takes it nor passes it on. */
    record Dropped(String why) implements Verdict {}

    /** How a packet is barred. */
    enum Bar {
        /** Dropped in silence: EINVAL. */
        BLACKHOLE,
        /** EHOSTUNREACH, or ENETUNREACH by a rule. */
        UNREACHABLE,
        /** EACCES. */
        PROHIBIT;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Whether the packet leaves the host by that link. */
    default boolean leavesBy(int index) {
        return this instanceof Leaves leaves && leaves.link() == index;
    }

    /** The packet's source as it goes on, where it does. */
    default Optional<Ip> source() {
        return switch (this) {
            case Leaves leaves -> leaves.source();
            case Local local -> local.source();
            case Broadcast broadcast -> broadcast.source();
            case Barred _, NoRoute _, Dropped _ -> Optional.empty();
        };
    }

    /** For a person: {@code leaves by eth1 via 10.0.2.1 with source 10.0.2.20}. */
    default String words(LinkNames names) {
        return switch (this) {
            case Leaves(int link, Optional<Ip> gateway, Optional<Ip> source, Optional<Route> _) ->
                "leaves by " + names.name(link)
                        + gateway.map(ip -> " via " + ip).orElse("")
                        + with(source);
            case Local(int link, Optional<Ip> _, Route _) ->
                "is taken by the host, which has the address on " + names.name(link);
            case Broadcast(int link, Optional<Ip> source, Route _) ->
                "is broadcast on " + names.name(link) + with(source);
            case Barred(Bar bar) -> "is barred (" + bar.word() + ")";
            case NoRoute _ -> "has no route";
            case Dropped(String why) -> "is dropped: " + why;
        };
    }

    private static String with(Optional<Ip> source) {
        return source.map(ip -> " with source " + ip).orElse("");
    }
}
