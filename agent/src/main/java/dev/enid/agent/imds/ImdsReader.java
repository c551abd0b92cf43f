package dev.enid.agent.imds;

import dev.enid.agent.imds.EniSeen.Described;
import dev.enid.agent.imds.EniSeen.NotYet;
import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.Instance;
import dev.enid.core.inventory.PendingEni;
import dev.enid.core.ip.Mac;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Fault.Kind;
import dev.enid.core.reading.Reading;
import dev.enid.core.reading.Reading.Fresh;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads this instance and its ENIs from IMDS, as one snapshot: the list of ENIs is the same before and after, and what was
 * read in between fits together. An ENI that does not fit yet is pending, alone. Whatever else goes wrong is a fault, and the
 * last good value stays: no method throws for what IMDS does or says.
 *
 * <p>One reader for the life of a program, as it keeps the connection, the token and what ENIs keep while they are attached.
 * For one thread at a time; {@link #counts} and {@link #notes} are for any.
 *
 * <p>An ENI without any address is EFA-only or has just been attached. It is taken for EFA-only when its directory is the
 * same at the end of the reading and that is no news: at the first reading, or where it had none in the reading before.
 * Until then, and always at a hot plug, it is pending: {@link Bareness}.
 */
public final class ImdsReader implements AutoCloseable {

    /** How often the list of ENIs may change during a reading before it is given up. */
    private static final int ROUNDS = 3;

    /** Up to so many appeared links are looked up each; of more, the list is read first. */
    private static final int FEW = 2;

    private static final String LIST = EniReader.DIRECTORY;
    private static final String UNKNOWN_ZONE = "unknown";

    private final ImdsClient client;
    private final EniReader reader;
    private final Timing timing;
    private final Rotation rotation = new Rotation();
    private final ImdsMemory memory = new ImdsMemory();
    private volatile List<String> notes = List.of();

    public ImdsReader(ImdsSettings settings, Timing timing) {
        this.timing = timing;
        client = new ImdsClient(settings, timing);
        reader = new EniReader(client);
    }

    /** Reads everything: some 7 requests for each ENI, and 5. */
    public Reading<Instance> read(Reading<Instance> before) {
        return reading(before, timing.wall().instant(), () -> readAll(before));
    }

    /**
     * Reads what may have changed since the last reading by this reader: at most 60 requests for 15 ENIs, whatever they have.
     * One ENI in turn is read whole, so that nothing is trusted forever. Reads everything where nothing was read before.
     */
    public Reading<Instance> refresh(Reading<Instance> before) {
        return reading(before, timing.wall().instant(), () -> refreshed(before, Set.of()));
    }

    /**
     * Reads whole the ENIs of interfaces that have just appeared, some 7 requests for each and 1, and takes the others as they
     * were in {@code before}, whose time the result keeps. Where none of them is in IMDS yet, this is {@code before}, for
     * 1 request each. Where {@code before} is not fresh, it is a {@link #refresh}.
     *
     * @param appeared links' addresses; those that belong to no ENI do no harm
     */
    public Reading<Instance> readAppeared(Collection<Mac> appeared, Reading<Instance> before) {
        if (before instanceof Fresh<Instance>(Instance instance, Instant at) && memory.knows(instance)) {
            return reading(before, at, () -> withAppeared(appeared, instance, before));
        }
        return reading(before, timing.wall().instant(), () -> refreshed(before, Set.copyOf(appeared)));
    }

    /** What IMDS has cost since this reader was made. */
    public ImdsCounts counts() {
        return client.counts();
    }

    /** What is out of the ordinary though it works, such as IMDSv1 only: a sentence each, of the last reading. */
    public List<String> notes() {
        return notes;
    }

    /** Closes the connection. The reader may be used again, and connects again then. */
    @Override
    public void close() {
        client.close();
    }

    private interface Way {
        Instance read() throws ImdsFailure;
    }

    private Reading<Instance> reading(Reading<Instance> before, Instant at, Way way) {
        Reading<Instance> after;
        try {
            client.begin("reading the ENIs of this instance");
            after = new Fresh<>(way.read(), at);
        } catch (ImdsFailure e) {
            after = before.failed(e.fault());
        } catch (IllegalArgumentException e) {
            // A value type refused what the checks before it let pass: no reason to trust the rest of the answers.
            after = before.failed(
                    new Fault(Kind.MALFORMED, "reading the ENIs of this instance", String.valueOf(e.getMessage())));
        }
        List<String> remarks = new ArrayList<>(client.notes());
        if (memory.identity().filter(now -> now.zone().equals(UNKNOWN_ZONE)).isPresent()) {
            remarks.add("IMDS does not tell the availability zone");
        }
        notes = List.copyOf(remarks);
        return after;
    }

    private Instance readAll(Reading<Instance> before) throws ImdsFailure {
        Identity now = readIdentity();
        return settle(now, list(), new LinkedHashMap<>(), reader::whole, before);
    }

    private Instance refreshed(Reading<Instance> before, Set<Mac> suspects) throws ImdsFailure {
        if (memory.identity().isEmpty() || before.known().isEmpty()) {
            return readAll(before);
        }
        Identity last = memory.identity().get();
        Rotation.Turn turn = rotation.next(memory.enis());
        if (turn.identity() && !readIdentity().equals(last)) {
            return readAll(before);
        }
        try {
            return settle(
                    last,
                    list(),
                    new LinkedHashMap<>(),
                    mac -> {
                        Optional<Described> one = memory.trusted(mac).filter(_ -> !suspects.contains(mac));
                        return one.isEmpty() || turn.whole().equals(Optional.of(mac))
                                ? reader.whole(mac)
                                : reader.changes(one.get(), turn.prefixes().contains(mac));
                    },
                    before);
        } catch (ImdsFailure e) {
            return allAfter(e, before);
        }
    }

    private Instance withAppeared(Collection<Mac> appeared, Instance instance, Reading<Instance> before)
            throws ImdsFailure {
        Map<Mac, EniSeen> seen = new LinkedHashMap<>();
        for (Eni eni : instance.enis()) {
            memory.trusted(eni.mac()).ifPresent(one -> seen.put(eni.mac(), one));
        }
        for (PendingEni eni : instance.pending()) {
            seen.put(eni.mac(), new NotYet(eni.mac(), eni.fault(), Optional.empty()));
        }
        Set<Mac> candidates = new LinkedHashSet<>(appeared);
        if (candidates.size() > FEW) {
            // A host that starts many containers makes many links, none of them in IMDS: one look at the list tells.
            Set<Mac> listed = list();
            candidates.removeIf(mac -> !listed.contains(mac) && !seen.containsKey(mac));
        }
        Identity same = memory.identity().orElseThrow();
        boolean news = false;
        for (Mac mac : candidates) {
            EniSeen one = reader.whole(mac);
            boolean unknown =
                    one instanceof NotYet notYet && notYet.networkCard().isEmpty();
            if (!unknown || seen.containsKey(mac)) {
                Bareness bareness = bare(one, same, before, true);
                seen.put(mac, bareness == Bareness.FINE ? one : notYet(one, bareness));
                news = true;
            }
        }
        if (!news) {
            return instance;
        }
        try {
            return settle(same, Set.copyOf(seen.keySet()), seen, reader::whole, before);
        } catch (ImdsFailure e) {
            return allAfter(e, before);
        }
    }

    /** A part that was not read this time may be what contradicts the rest: then everything is read, once. */
    private Instance allAfter(ImdsFailure failure, Reading<Instance> before) throws ImdsFailure {
        if (!failure.isContradiction()) {
            throw failure;
        }
        return readAll(before);
    }

    private interface Look {
        EniSeen at(Mac mac) throws ImdsFailure;
    }

    /** Reads what is not in {@code seen} yet, until IMDS lists exactly what was read. */
    private Instance settle(Identity now, Set<Mac> list, Map<Mac, EniSeen> seen, Look look, Reading<Instance> before)
            throws ImdsFailure {
        Set<Mac> listed = list;
        for (int round = 0; round < ROUNDS; round++) {
            List<Described> lookAgain = new ArrayList<>();
            for (Mac mac : listed) {
                if (!seen.containsKey(mac)) {
                    EniSeen one = look.at(mac);
                    Bareness bareness = bare(one, now, before, false);
                    if (bareness == Bareness.LOOK_AGAIN && one instanceof Described described) {
                        lookAgain.add(described);
                    }
                    boolean waits = bareness == Bareness.LOST || bareness == Bareness.TOO_SOON;
                    seen.put(mac, waits ? notYet(one, bareness) : one);
                }
            }
            for (Described one : lookAgain) {
                Optional<EniKeys> keys = reader.keys(one.mac());
                boolean same = keys.isPresent()
                        && !keys.get().has(EniKeys.LOCAL_IPV4S)
                        && keys.get().has(EniKeys.IPV6S) != one.ipv6().isEmpty();
                if (!same) {
                    seen.put(one.mac(), notYet(one, Bareness.TOO_SOON));
                }
            }
            Set<Mac> listedAfter = list();
            if (listedAfter.equals(listed)) {
                Optional<Instance> same = memory.instance(now, seen.values());
                if (same.isPresent()) {
                    return same.get();
                }
                Instance instance = Consistency.of(now, seen.values(), memory.primaryHadCard());
                memory.remember(now, instance, seen.values());
                client.sources(instance.enis().stream()
                        .map(Eni::primaryAddress)
                        .flatMap(Optional::stream)
                        .toList());
                return instance;
            }
            seen.keySet().retainAll(listedAfter);
            listed = listedAfter;
        }
        throw new ImdsFailure(
                Kind.NOT_YET,
                "reading " + LIST,
                "the list of ENIs changed during each of " + ROUNDS + " readings; enid reads it again");
    }

    private Bareness bare(EniSeen seen, Identity now, Reading<Instance> before, boolean hotPlug) {
        return switch (seen) {
            case Described one ->
                Bareness.of(
                        one, memory.last(one.mac()), before.known(), now.mac().equals(one.mac()), hotPlug);
            case NotYet _ -> Bareness.FINE;
        };
    }

    /** What was described, and does not count yet. */
    private static EniSeen notYet(EniSeen seen, Bareness bareness) {
        return switch (seen) {
            case NotYet already -> already;
            case Described one -> {
                String doing = "reading " + EniKeys.LOCAL_IPV4S + " of " + one.mac();
                Fault fault = new Fault(Kind.NOT_YET, doing, bareness.text() + "; enid reads it again");
                yield new NotYet(
                        one.mac(), fault, Optional.of(one.fixed().networkCard().isPresent()));
            }
        };
    }

    private Identity readIdentity() throws ImdsFailure {
        String id = required("instance-id").instanceId();
        Mac mac = required(EniKeys.MAC).mac();
        String key = "placement/availability-zone";
        String doing = "reading " + key;
        // Some emulators do not have it, and no packet depends on it.
        Optional<String> zone = client.get(key, doing);
        return new Identity(id, zone.isEmpty() ? UNKNOWN_ZONE : new ImdsText(doing, zone.get()).zone(), mac);
    }

    private ImdsText required(String key) throws ImdsFailure {
        String doing = "reading " + key;
        Optional<String> text = client.get(key, doing);
        if (text.isEmpty()) {
            throw new ImdsFailure(Kind.NOT_YET, doing, "IMDS answers 404; enid reads it again");
        }
        return new ImdsText(doing, text.get());
    }

    private Set<Mac> list() throws ImdsFailure {
        ImdsText text = required(LIST);
        return new LinkedHashSet<>(text.macs());
    }
}
