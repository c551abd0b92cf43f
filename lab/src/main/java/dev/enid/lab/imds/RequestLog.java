package dev.enid.lab.imds;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The last requests, and counts of all. */
final class RequestLog {

    /** Some minutes of a busy lab. */
    static final int KEPT = 4096;

    private final Deque<ImdsRequest> last = new ArrayDeque<>();
    private final Map<String, Traffic> traffic = new TreeMap<>();

    synchronized void add(ImdsRequest request, boolean firstOfConnection) {
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(request);
        boolean token = request.method().equals("PUT");
        traffic.merge(
                request.instance(),
                new Traffic(firstOfConnection ? 1 : 0, 1, token ? 1 : 0),
                (a, b) -> new Traffic(
                        a.connections() + b.connections(), a.requests() + b.requests(), a.tokens() + b.tokens()));
    }

    synchronized List<ImdsRequest> last() {
        return List.copyOf(last);
    }

    synchronized Traffic of(String instance) {
        return traffic.getOrDefault(instance, Traffic.NONE);
    }
}
