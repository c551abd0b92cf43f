package dev.enid.lab.imds;

import dev.enid.core.ip.Ip;
import java.util.Optional;

/** Knows whom a packet comes from. Asked on every request, from many threads. */
@FunctionalInterface
public interface MetadataSource {

    /** The instance that owns this source address, as it is now; empty for a stranger, who gets no answer. */
    Optional<ImdsInstance> instanceOf(Ip client);
}
