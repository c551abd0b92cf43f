package dev.enid.lab.imds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Which faults are on, for whom, and how often each was met: a test that switches one on also asserts that it was consumed. An
 * instance's own fault goes before one of its kind that is for the whole lab.
 *
 * <p>Counts outlive the faults. What the kernel refuses while the port is closed is counted by nobody.
 */
public final class Faults {

    private record Place(Scope scope, FaultSpec.Kind kind, Optional<KeyPattern> key) {}

    private record Count(FaultSpec.Kind kind, String instance) {}

    /** A fault that is on, as whoever meets it needs it. */
    record Met<F extends FaultSpec>(F spec, Instant since) {}

    private static final class Entry {
        final FaultSpec spec;
        final Instant since;
        /** -1 without an end. */
        int remaining;

        long consumed;

        Entry(FaultSpec spec, Instant since, OptionalInt times) {
            this.spec = spec;
            this.since = since;
            this.remaining = times.orElse(-1);
        }
    }

    private final Map<Place, Entry> entries = new LinkedHashMap<>();
    private final Map<Count, Long> counts = new LinkedHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final LabTime time;

    Faults(LabTime time) {
        this.time = time;
    }

    /** Switches a fault on, in place of one of its kind, scope and key. */
    public void set(Scope scope, FaultOrder.Set order) {
        FaultSpec spec = order.spec();
        synchronized (this) {
            entries.put(new Place(scope, spec.kind(), spec.key()), new Entry(spec, time.now(), order.times()));
        }
        listeners.forEach(Runnable::run);
    }

    /** Switches a fault on until it is switched off. */
    public void set(Scope scope, FaultSpec spec) {
        set(scope, new FaultOrder.Set(spec, OptionalInt.empty()));
    }

    /** Switches all faults of a kind off; returns how many were on. */
    public int clear(Scope scope, FaultSpec.Kind kind) {
        return remove(place -> place.scope().equals(scope) && place.kind() == kind);
    }

    /** Switches all faults of a scope off; returns how many were on. */
    public int clearAll(Scope scope) {
        return remove(place -> place.scope().equals(scope));
    }

    private int remove(Predicate<Place> which) {
        int before;
        int after;
        synchronized (this) {
            before = entries.size();
            entries.keySet().removeIf(which);
            after = entries.size();
        }
        listeners.forEach(Runnable::run);
        return before - after;
    }

    /** All that are on, the lab's first. */
    public synchronized List<ActiveFault> active() {
        List<ActiveFault> all = new ArrayList<>();
        entries.forEach((place, entry) -> all.add(new ActiveFault(
                place.scope(),
                entry.spec,
                entry.since,
                entry.remaining < 0 ? OptionalInt.empty() : OptionalInt.of(entry.remaining),
                entry.consumed)));
        all.sort(Comparator.comparing(
                        (ActiveFault fault) -> fault.scope().instance().orElse(""))
                .thenComparing(fault -> fault.spec().text()));
        return List.copyOf(all);
    }

    /** How many requests or connections have met a fault of that kind, ever. */
    public synchronized long consumed(FaultSpec.Kind kind) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Those of one instance, by its id. */
    public synchronized long consumed(FaultSpec.Kind kind, String instance) {
        return counts.getOrDefault(new Count(kind, instance), 0L);
    }

    /** Runs after every switch, on the thread that switches. */
    void onSwitch(Runnable listener) {
        listeners.add(listener);
    }

    /** The fault of that type that is on for the instance, without meeting it. */
    <F extends FaultSpec> Optional<Met<F>> look(Class<F> type, String instance) {
        synchronized (this) {
            return find(type, instance, spec -> true).map(entry -> new Met<>(type.cast(entry.spec), entry.since));
        }
    }

    /** The same, met by one request. */
    <F extends FaultSpec> Optional<Met<F>> meet(Class<F> type, String instance) {
        return meet(type, instance, spec -> true);
    }

    <F extends FaultSpec> Optional<Met<F>> meet(Class<F> type, String instance, Predicate<F> applies) {
        synchronized (this) {
            Optional<Entry> found = find(type, instance, applies);
            found.ifPresent(entry -> count(entry, instance));
            return found.map(entry -> new Met<>(type.cast(entry.spec), entry.since));
        }
    }

    /** Whether the port is to be closed for everybody. */
    synchronized boolean refusesAll() {
        return entries.entrySet().stream()
                .anyMatch(each -> each.getKey().scope().equals(Scope.LAB)
                        && each.getValue().spec instanceof FaultSpec.Outage(FaultSpec.Outage.Manner manner)
                        && manner == FaultSpec.Outage.Manner.REFUSE);
    }

    private <F extends FaultSpec> Optional<Entry> find(Class<F> type, String instance, Predicate<F> applies) {
        Optional<Entry> lab = Optional.empty();
        for (Map.Entry<Place, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            if (!type.isInstance(entry.spec) || !applies.test(type.cast(entry.spec))) {
                continue;
            }
            Scope scope = each.getKey().scope();
            if (scope.instance().filter(instance::equals).isPresent()) {
                return Optional.of(entry);
            }
            if (scope.equals(Scope.LAB)) {
                lab = Optional.of(entry);
            }
        }
        return lab;
    }

    private void count(Entry entry, String instance) {
        entry.consumed++;
        counts.merge(new Count(entry.spec.kind(), instance), 1L, Long::sum);
        if (entry.remaining > 0 && --entry.remaining == 0) {
            entries.values().remove(entry);
        }
    }
}
