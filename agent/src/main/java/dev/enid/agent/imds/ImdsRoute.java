package dev.enid.agent.imds;

import dev.enid.agent.imds.HttpFailure.Trouble;
import dev.enid.core.ip.Ip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The ways to IMDS: its endpoints, and the addresses to connect from. The default route of a host may stop leading there
 * (amazon-ec2-net-utils issues 115 and 117), while any ENI's own address still does, by that ENI's routing table. So after a
 * failure the next try starts from the next address; what worked is kept to.
 */
final class ImdsRoute {

    /** Tries are few, and each may take a whole timeout. */
    private static final int MOST_SOURCES = 4;

    private final List<Endpoint> endpoints;
    private final LongSupplier nanos;
    private List<Ip> sources = List.of();
    private int endpoint;
    private int source;

    ImdsRoute(List<Endpoint> endpoints, LongSupplier nanos) {
        this.endpoints = endpoints;
        this.nanos = nanos;
    }

    /** This host's own addresses, the best first. */
    void sources(List<Ip> own) {
        List<Ip> some = own.size() > MOST_SOURCES ? own.subList(0, MOST_SOURCES) : own;
        if (!some.equals(sources)) {
            sources = List.copyOf(some);
            source = 0;
        }
    }

    /** The endpoint that is tried first. */
    Endpoint endpoint() {
        return endpoints.get(endpoint);
    }

    /** After a failure: the next try goes another way, where there is one. */
    void turn() {
        source = source >= sources.size() ? 0 : source + 1;
    }

    private Optional<Ip> source() {
        return source == 0 ? Optional.empty() : Optional.of(sources.get(source - 1));
    }

    /**
     * Connects by the first endpoint that lets it, the one that last did before the others.
     *
     * @param latest on the monotonic clock, whatever {@code timeoutNanos} for each endpoint says
     */
    HttpConnection connect(long timeoutNanos, long latest) throws HttpFailure {
        while (true) {
            List<String> failures = new ArrayList<>(endpoints.size());
            for (int i = 0; i < endpoints.size(); i++) {
                int candidate = (endpoint + i) % endpoints.size();
                Endpoint to = endpoints.get(candidate);
                if (!isWay(to, source())) {
                    continue;
                }
                long now = nanos.getAsLong();
                long until = latest - now < timeoutNanos ? latest : now + timeoutNanos;
                try {
                    HttpConnection connection = HttpConnection.open(to.resolve(), source(), until, nanos);
                    endpoint = candidate;
                    return connection;
                } catch (HttpFailure e) {
                    if (e.trouble() == Trouble.INTERRUPTED) {
                        throw e;
                    }
                    if (e.trouble() != Trouble.NO_SUCH_SOURCE) {
                        failures.add(to + source().map(ip -> " from " + ip).orElse("") + ": " + e.detail());
                    }
                } catch (IOException e) {
                    failures.add(to + ": the name cannot be looked up");
                }
            }
            if (!failures.isEmpty()) {
                throw new HttpFailure(Trouble.CONNECT, "no connection to " + String.join(", nor to ", failures));
            }
            // Not an address of this host at the moment: the next, at the latest none in particular.
            turn();
        }
    }

    private static boolean isWay(Endpoint to, Optional<Ip> from) {
        return from.isEmpty()
                || to.address().isEmpty()
                || from.get().family() == to.address().get().family();
    }

    /** What is out of the ordinary about the way that was found. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (endpoint > 0) {
            notes.add("IMDS is reached at " + endpoint() + ", not at " + endpoints.getFirst());
        }
        source().ifPresent(ip -> notes.add("IMDS is reached from " + ip + ": by this host's default route it is not"));
        return notes;
    }
}
