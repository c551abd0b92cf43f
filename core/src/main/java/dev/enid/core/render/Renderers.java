package dev.enid.core.render;

import dev.enid.core.file.Backend;
import java.util.Arrays;
import java.util.List;

/** All backends there are. */
public final class Renderers {

    /** In the order of {@link Backend}. */
    public static final List<Renderer> ALL =
            Arrays.stream(Backend.values()).map(Renderers::of).toList();

    private Renderers() {}

    public static Renderer of(Backend backend) {
        return switch (backend) {
            case DIRECT -> new Direct();
            case NETWORKD -> new Networkd();
            case IFUPDOWN -> new Ifupdown();
            case IFCFG -> new Ifcfg();
            case SLES -> new Sles();
            case NETWORKMANAGER -> new NetworkManager();
        };
    }
}
