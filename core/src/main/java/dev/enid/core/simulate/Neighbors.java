package dev.enid.core.simulate;

import dev.enid.core.kernel.Neighbor;
import dev.enid.core.reading.Fault;
import java.util.Optional;

/** Permanent neighbors and proxies as net/core/neighbour.c keeps them. */
final class Neighbors {

    private Neighbors() {}

    static Optional<Fault> put(Draft draft, Neighbor neighbor, String doing) {
        if (draft.link(neighbor.link()).isEmpty()) {
            return Refusal.noLink(doing);
        }
        if (draft.neighbors.stream().anyMatch(each -> each.key().equals(neighbor.key()))) {
            return Refusal.exists(doing);
        }
        draft.neighbors.add(neighbor);
        return Optional.empty();
    }

    static Optional<Fault> replace(Draft draft, Neighbor neighbor, String doing) {
        if (draft.neighbors.stream().noneMatch(each -> each.key().equals(neighbor.key()))) {
            return Refusal.absent(doing);
        }
        draft.neighbors.replaceAll(each -> each.key().equals(neighbor.key()) ? neighbor : each);
        return Optional.empty();
    }

    static Optional<Fault> drop(Draft draft, Neighbor neighbor, String doing) {
        return draft.neighbors.removeIf(each -> each.key().equals(neighbor.key()))
                ? Optional.empty()
                : Refusal.absent(doing);
    }
}
