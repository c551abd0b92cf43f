package dev.enid.agent.daemon;

import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Mac;
import dev.enid.core.reading.Reading;
import java.util.Set;

/** Reads IMDS; an answer may take seconds. Nothing that IMDS does makes it throw. For one thread. */
public interface Metadata {

    /** Reads what may have changed since the reading before; everything, where nothing was read before. */
    Reading<Instance> refresh(Reading<Instance> before);

    /** Reads the ENIs of links that have just appeared. */
    Reading<Instance> appeared(Set<Mac> macs, Reading<Instance> before);
}
