package dev.enid.core.explain;

import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.LinkNames;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.simulate.Verdict;
import java.util.List;
import java.util.Optional;

/** What the kernel answers to RTM_GETROUTE for the same packet. */
public sealed interface KernelAnswer {

    /**
     * A route.
     *
     * @param link ifindex; that of {@code lo} for what the host takes itself
     * @param source RTA_PREFSRC, where the kernel gives one
     * @param table the table it was found in, 0 where the kernel does not tell
     */
    record Found(Route.Type type, int link, Optional<Ip> gateway, Optional<Ip> source, int table)
            implements KernelAnswer {}

    /** An error: ENETUNREACH, EACCES and so on, in words. */
    record Refused(String error) implements KernelAnswer {}

    /** For a person. */
    default String words(LinkNames names) {
        return switch (this) {
            case Found found ->
                found.type().keyword() + found.gateway().map(ip -> " via " + ip).orElse("") + " dev "
                        + names.name(found.link())
                        + found.source().map(ip -> " src " + ip).orElse("")
                        + (found.table() == 0 ? "" : " table " + Route.tableName(found.table()));
            case Refused(String error) -> "refused: " + error;
        };
    }

    /**
     * Whether the verdict says the same. A route with several next hops, of which the kernel picks one by a hash, agrees by any
     * of them.
     */
    default boolean agrees(Verdict verdict) {
        return switch (this) {
            case Refused _ ->
                switch (verdict) {
                    case Verdict.Barred _, Verdict.NoRoute _, Verdict.Dropped _ -> true;
                    case Verdict.Leaves _, Verdict.Local _, Verdict.Broadcast _ -> false;
                };
            case Found found ->
                switch (verdict) {
                    case Verdict.Leaves leaves -> isWay(found, leaves);
                    case Verdict.Local local -> isLocal(found.type()) && sameSource(found.source(), local.source());
                    case Verdict.Broadcast broadcast ->
                        found.type() == Route.Type.BROADCAST && found.link() == broadcast.link();
                    // The kernel names barred IPv6 destinations as a route of that type.
                    case Verdict.Barred barred ->
                        found.type().name().equals(barred.bar().name());
                    case Verdict.NoRoute _ -> found.type() == Route.Type.UNREACHABLE;
                    case Verdict.Dropped _ -> false;
                };
        };
    }

    private static boolean isLocal(Route.Type type) {
        return type == Route.Type.LOCAL || type == Route.Type.ANYCAST;
    }

    private static boolean isWay(Found found, Verdict.Leaves leaves) {
        boolean leads = found.type() == Route.Type.UNICAST || found.type() == Route.Type.MULTICAST;
        List<NextHop> hops = leaves.route().map(Route::hops).orElseGet(List::of);
        if (hops.size() > 1) {
            return leads
                    && hops.stream()
                            .anyMatch(hop ->
                                    hop.link() == found.link() && hop.gateway().equals(found.gateway()));
        }
        return leads
                && found.link() == leaves.link()
                && found.gateway().equals(leaves.gateway())
                && sameSource(found.source(), leaves.source());
    }

    /** The kernel leaves out a source that the question already had. */
    private static boolean sameSource(Optional<Ip> kernels, Optional<Ip> ours) {
        return kernels.isEmpty() || ours.isEmpty() || kernels.equals(ours);
    }
}
