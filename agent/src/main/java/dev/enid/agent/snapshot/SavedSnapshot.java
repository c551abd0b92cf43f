package dev.enid.agent.snapshot;

import dev.enid.agent.json.Json;
import dev.enid.agent.json.JsonFault;
import dev.enid.core.desire.Settings;
import dev.enid.core.inventory.Instance;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.reading.Reading;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.Snapshot;
import java.time.Instant;

/**
 * A snapshot as a document.
 *
 * @param format {@link #FORMAT}
 * @param enid the version that took it
 * @param at when
 * @param settings those of the policy that were in force
 */
public record SavedSnapshot(
        int format,
        String enid,
        Instant at,
        Settings settings,
        Reading<Instance> instance,
        Reading<KernelState> kernel,
        HostFacts host) {

    /** What documents of this form are numbered; another one when this version could not read it, or would misunderstand it. */
    public static final int FORMAT = 1;

    /** What every form has. */
    private record Head(int format, String enid) {}

    /** The document of a snapshot, without what may be secret. */
    public static SavedSnapshot of(Snapshot seen, Settings settings, String enid, Instant at) {
        return new SavedSnapshot(FORMAT, enid, at, settings, seen.instance(), seen.kernel(), Discreet.of(seen.host()));
    }

    /**
     * Reads what {@link #text} wrote, here or elsewhere. Nothing in it is believed: what is no address, name or path is refused.
     *
     * @throws JsonFault saying what is wrong, and at which place
     */
    public static SavedSnapshot parse(String text) throws JsonFault {
        Head head;
        try {
            head = Json.readForeign(Head.class, text);
        } catch (JsonFault e) {
            throw new JsonFault("it is no snapshot: " + e.getMessage(), e);
        }
        if (head.format != FORMAT) {
            throw new JsonFault("it is a snapshot of format " + head.format + ", written by enid " + head.enid
                    + "; this version reads format " + FORMAT);
        }
        SavedSnapshot saved = Json.readForeign(SavedSnapshot.class, text);
        Plausible.check(saved);
        return saved;
    }

    /** JSON, with a newline at its end. */
    public String text() {
        return Json.pretty(this);
    }

    public Snapshot snapshot() {
        return new Snapshot(instance, kernel, host);
    }
}
