package dev.enid.agent.daemon;

import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the last pass saw last. An event that tells what was seen there is no news: it is the echo of what the pass did, or of
 * what it found. Events come in the kernel's order, so a state other than the one seen shows in some event that differs.
 */
final class Seen {

    static final Seen NOTHING = new Seen(KernelState.EMPTY);

    private final KernelState state;
    /** Made when the first event asks: most passes are followed by none. */
    private final Map<KernelObject.Key, Set<KernelObject>> byKey = new HashMap<>();

    Seen(KernelState state) {
        this.state = state;
    }

    boolean isNews(Notice notice) {
        return switch (notice) {
            case Notice.There(KernelObject object) -> !at(object.key()).contains(object);
            case Notice.Gone(KernelObject object) -> !at(object.key()).isEmpty();
            case Notice.Anything _ -> true;
        };
    }

    private Set<KernelObject> at(KernelObject.Key key) {
        if (byKey.isEmpty()) {
            state.objects()
                    .forEach(object -> byKey.computeIfAbsent(object.key(), _ -> HashSet.newHashSet(1))
                            .add(object));
        }
        return byKey.getOrDefault(key, Set.of());
    }
}
