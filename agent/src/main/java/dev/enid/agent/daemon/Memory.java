package dev.enid.agent.daemon;

import dev.enid.linux.posix.ResidentSet;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's memory between passes. Of each pass something outlives the young generation, and the JVM would let it pile up
 * to the heap's limit before it collects it: some 40 MB, in the middle of a pass, for 100 ms.
 */
final class Memory {

    private static final Logger LOG = LoggerFactory.getLogger(Memory.class);

    /** How much may pile up: so much, and as much again as lives. A collection costs as much CPU as some passes. */
    private static final long SPARE = 8 << 20;

    /** Between two times that pages are given back; each time it doubles. */
    private static final Duration FIRST = Duration.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Runtime runtime = Runtime.getRuntime();
    private final LongSupplier nanos;
    /** Above it there is something to collect; the first time there is, as the start leaves some 20 MB behind. */
    private long most;

    private Duration pause = FIRST;
    private long next;

    /** @param nanos a clock that never jumps */
    Memory(LongSupplier nanos) {
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    /** Collects garbage when there is enough of it, and now and then gives pages of the JVM's own files back. */
    void tidy() {
        if (used() > most) {
            System.gc();
            most = 2 * used() + SPARE;
        }
        if (nanos.getAsLong() - next >= 0) {
            giveBack();
            next = nanos.getAsLong() + pause.toNanos();
            pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        }
    }

    private static void giveBack() {
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
