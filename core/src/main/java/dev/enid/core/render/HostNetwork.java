package dev.enid.core.render;

import dev.enid.core.file.HostEnvironment;
import java.util.List;
import java.util.Optional;

/**
 * What a renderer renders, and where.
 *
 * @param primary the name of the primary ENI's link, which stays with whoever has it; empty where it is not known
 * @param enis secondary ENIs, by table
 */
public record HostNetwork(Optional<String> primary, List<EniNetwork> enis, HostEnvironment host) {

    public HostNetwork {
        enis = List.copyOf(enis);
    }
}
