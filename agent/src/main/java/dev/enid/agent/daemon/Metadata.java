package dev.enid.agent.daemon;

import dev.enid.agent.imds.ImdsReader;
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

    /** By a reader of IMDS, which is the daemon's alone from then on. */
    static Metadata of(ImdsReader reader) {
        return new Metadata() {
            @Override
            public Reading<Instance> refresh(Reading<Instance> before) {
                return reader.refresh(before);
            }

            @Override
            public Reading<Instance> appeared(Set<Mac> macs, Reading<Instance> before) {
                return reader.readAppeared(macs, before);
            }
        };
    }
}
