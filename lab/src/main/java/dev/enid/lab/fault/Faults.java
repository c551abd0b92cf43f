package dev.enid.lab.fault;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which faults of a service are on, for whom, and how often each was met: a test that switches one on also asserts that it was
 * consumed. An instance's own fault goes before one of its kind that is for the whole lab.
 *
 * <p>Counts outlive the faults. What never reaches the service (connections to a closed port) is counted by nobody.
 */
public final class Faults<F extends Fault> {

    private record Place(Scope scope, Enum<?> kind, Optional<?> key) {}

    private record Count(Enum<?> kind, String instance) {}

    /** A fault that is on, as whoever meets it needs it. */
    public record Met<F extends Fault>(F fault, Instant since) {}

    private static final class Entry<F extends Fault> {
        final F fault;
        final Instant since;
        /** -1 without an end. */
        int remaining;

        long consumed;

        Entry(F fault, Instant since, OptionalInt times) {
            this.fault = fault;
            this.since = since;
            this.remaining = times.orElse(-1);
        }
    }

    private final Map<Place, Entry<F>> entries = new LinkedHashMap<>();
    private final Map<Count, Long> counts = new LinkedHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final InstantSource clock;

    public Faults(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Carries out what a person asked for.
     *
     * @param once gets the word of what is to be done once
     */
    public void order(Scope scope, FaultOrder<F> order, Consumer<String> once) {
        switch (order) {
            case FaultOrder.Set<F> set -> set(scope, set);
            case FaultOrder.Clear<F>(Enum<?> kind) -> clear(scope, kind);
            case FaultOrder.ClearAll<F> _ -> clearAll(scope);
            case FaultOrder.Once<F>(String event) -> once.accept(event);
        }
    }

    /** Switches a fault on, in place of one of its kind, scope and key. */
    public void set(Scope scope, FaultOrder.Set<F> order) {
        F fault = order.fault();
        synchronized (this) {
            entries.put(
                    new Place(scope, fault.kind(), fault.key()), new Entry<>(fault, clock.instant(), order.times()));
        }
        listeners.forEach(Runnable::run);
    }

    /** Switches a fault on until it is switched off. */
    public void set(Scope scope, F fault) {
        set(scope, new FaultOrder.Set<>(fault, OptionalInt.empty()));
    }

    /** Switches all faults of a kind off; returns how many were on. */
    public int clear(Scope scope, Enum<?> kind) {
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
    public synchronized List<ActiveFault<F>> active() {
        List<ActiveFault<F>> all = new ArrayList<>();
        entries.forEach((place, entry) -> all.add(new ActiveFault<>(
                place.scope(),
                entry.fault,
                entry.since,
                entry.remaining < 0 ? OptionalInt.empty() : OptionalInt.of(entry.remaining),
                entry.consumed)));
        all.sort(Comparator.comparing(
                        (ActiveFault<F> active) -> active.scope().instance().orElse(""))
                .thenComparing(active -> active.fault().text()));
        return List.copyOf(all);
    }

    /** How many requests or connections have met a fault of that kind, ever. */
    public synchronized long consumed(Enum<?> kind) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Those of one instance, by its id. */
    public synchronized long consumed(Enum<?> kind, String instance) {
        return counts.getOrDefault(new Count(kind, instance), 0L);
    }

    /** Every kind that was met, in the order of its declaration, by its word. */
    public <K extends Enum<K>> SortedMap<K, Long> consumed(Class<K> kinds) {
        SortedMap<K, Long> met = new TreeMap<>();
        Arrays.stream(kinds.getEnumConstants())
                .filter(kind -> consumed(kind) > 0)
                .forEach(kind -> met.put(kind, consumed(kind)));
        return met;
    }

    /** Runs after every switch, on the thread that switches. */
    public void onSwitch(Runnable listener) {
        listeners.add(listener);
    }

    /** The fault of that type that is on for the instance, without meeting it. */
    public <T extends F> Optional<Met<T>> look(Class<T> type, String instance) {
        return look(type, instance, _ -> true);
    }

    public synchronized <T extends F> Optional<Met<T>> look(Class<T> type, String instance, Predicate<T> applies) {
        return find(type, instance, applies).map(entry -> new Met<>(type.cast(entry.fault), entry.since));
    }

    /** The same, met by one request. */
    public <T extends F> Optional<Met<T>> meet(Class<T> type, String instance) {
        return meet(type, instance, _ -> true);
    }

    public synchronized <T extends F> Optional<Met<T>> meet(Class<T> type, String instance, Predicate<T> applies) {
        Optional<Entry<F>> found = find(type, instance, applies);
        found.ifPresent(entry -> count(entry, instance));
        return found.map(entry -> new Met<>(type.cast(entry.fault), entry.since));
    }

    private <T extends F> Optional<Entry<F>> find(Class<T> type, String instance, Predicate<T> applies) {
        Optional<Entry<F>> lab = Optional.empty();
        for (Map.Entry<Place, Entry<F>> each : entries.entrySet()) {
            Entry<F> entry = each.getValue();
            if (!type.isInstance(entry.fault) || !applies.test(type.cast(entry.fault))) {
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

    private void count(Entry<F> entry, String instance) {
        entry.consumed++;
        counts.merge(new Count(entry.fault.kind(), instance), 1L, Long::sum);
        if (entry.remaining > 0 && --entry.remaining == 0) {
            entries.values().remove(entry);
        }
    }
}
