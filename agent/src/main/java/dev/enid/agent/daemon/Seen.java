package dev.enid.agent.daemon;

import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the last pass saw last. An event that tells what was seen there is no news: it is the echo of what the pass did, or of
 * what it found. Events come in the kernel's order, so a state other than the one seen shows in some event that differs.
 */
final class Seen {

    static final Seen NOTHING = new Seen(KernelState.EMPTY);

    private final KernelState state;
    /** Made when the first event asks: most passes are followed by none. */
    private Set<KernelObject> objects = Set.of();

    private Set<KernelObject.Key> keys = Set.of();

    Seen(KernelState state) {
        this.state = state;
    }

    boolean isNews(Notice notice) {
        return switch (notice) {
            case Notice.There(KernelObject object) -> !has(object);
            case Notice.Gone(KernelObject object) -> has(object.key());
            case Notice.Anything _ -> true;
        };
    }

    private boolean has(KernelObject object) {
        if (objects.isEmpty()) {
            objects = state.objects().collect(Collectors.toSet());
        }
        return objects.contains(object);
    }

    private boolean has(KernelObject.Key key) {
        if (keys.isEmpty()) {
            keys = state.objects().map(KernelObject::key).collect(Collectors.toSet());
        }
        return keys.contains(key);
    }
}
