package dev.enid.agent.daemon;

import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Sysctl;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the last pass saw last. An event that tells what was seen there is no news: it is the echo of what the pass did, or of
 * what it found. Events come in the kernel's order, so a state other than the one seen shows in some event that differs.
 */
final class Seen {

    static final Seen NOTHING = new Seen(KernelState.EMPTY);

    /** Up to so many events are looked up one by one: most passes are followed by none or few. */
    private static final int FEW = 8;

    private final KernelState state;
    private int asked;
    private Set<KernelObject> objects = Set.of();
    private Set<KernelObject.Key> keys = Set.of();

    Seen(KernelState state) {
        this.state = state;
    }

    boolean isNews(Notice notice) {
        if (asked++ == FEW) {
            objects = state.objects().collect(Collectors.toSet());
            keys = state.objects().map(KernelObject::key).collect(Collectors.toSet());
        }
        return switch (notice) {
            // The kernel tells of those that lie beyond what a pass reads too, such as of a bridge's ports.
            case Notice.There(Sysctl sysctl) -> hasKeyOf(sysctl) && !has(sysctl);
            case Notice.There(KernelObject object) -> !has(object);
            case Notice.Gone(KernelObject object) -> hasKeyOf(object);
            case Notice.Marks _, Notice.Anything _ -> true;
        };
    }

    private boolean has(KernelObject object) {
        return asked > FEW
                ? objects.contains(object)
                : state.objects().anyMatch(each -> each.getClass() == object.getClass() && each.equals(object));
    }

    private boolean hasKeyOf(KernelObject object) {
        KernelObject.Key key = object.key();
        return asked > FEW
                ? keys.contains(key)
                : state.objects()
                        .filter(each -> each.getClass() == object.getClass() && each.link() == object.link())
                        .anyMatch(each -> key.equals(each.key()));
    }
}
