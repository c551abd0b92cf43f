package dev.enid.agent.daemon;

import dev.enid.linux.posix.ResidentSet;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's memory between passes. Of each pass something outlives the young generation, and the JVM would let it pile up to
 * the heap's limit before it collects it: some 40 MB, in the middle of a pass, for 100 ms.
 */
final class Memory {

    private static final Logger LOG = LoggerFactory.getLogger(Memory.class);

    /** How much may pile up: so much, and half of what lives. A collection costs about as much CPU as three passes. */
    private static final long SPARE = 4 << 20;

    private final Runtime runtime = Runtime.getRuntime();
    /** Above it there is something to collect; the first time there is, as the start leaves some 20 MB behind. */
    private long most;

    /** Collects garbage when there is enough of it, and gives pages of the JVM's own files back that were only touched once. */
    void tidy() {
        if (used() <= most) {
            return;
        }
        System.gc();
        most = used() * 3 / 2 + SPARE;
        try {
            ResidentSet.giveBackFiles();
        } catch (IOException e) {
            LOG.debug("no memory is given back: {}", e.getMessage());
        }
    }

    private long used() {
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
