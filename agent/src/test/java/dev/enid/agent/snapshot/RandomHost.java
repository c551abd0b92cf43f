package dev.enid.agent.snapshot;

import dev.enid.core.desire.EniSelector;
import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.EniId;
import dev.enid.core.inventory.Instance;
import dev.enid.core.inventory.PendingEni;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.MarkUse;
import dev.enid.core.snapshot.Marking;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** A host of which each part may be anything that its type allows, whether that makes sense or not. */
final class RandomHost {

    private static final String LETTERS = "abcXYZ019 -_./:\"\\{}[],é日'";

    private final Random random;

    RandomHost(long seed) {
        random = new Random(seed);
    }

    Snapshot snapshot() {
        return new Snapshot(reading(this::instance), reading(this::state), host());
    }

    Settings settings() {
        List<EniSelector> ignored = List.of(
                new EniSelector.ById(eniId(1)),
                new EniSelector.ByMac(mac()),
                new EniSelector.ByDevice(1, 2),
                new EniSelector.ByInterface("eth7"));
        return new Settings(
                ignored.subList(0, random.nextInt(5)),
                new TreeSet<>(list(_ -> mac())),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(),
                new Settings.Containers(one(Settings.When.values()), 0xff << random.nextInt(25)),
                maybe(() -> one(Backend.values())),
                random.nextBoolean());
    }

    private <T> Reading<T> reading(Supplier<T> value) {
        return switch (random.nextInt(3)) {
            case 0 -> new Reading.Fresh<>(value.get(), time());
            case 1 -> new Reading.Stale<>(value.get(), time(), fault());
            default -> new Reading.Missing<>(fault());
        };
    }

    private Instance instance() {
        List<Eni> enis = list(this::eni);
        return new Instance("i-0a1b2c3d", "eu-central-1a", enis, list(_ -> new PendingEni(mac(), fault())));
    }

    private Eni eni(int number) {
        boolean primary = number == 0;
        List<Ip> ipv4 = list(_ -> ip(Family.V4));
        return new Eni(
                eniId(number),
                new Mac(0x020000000000L + number),
                primary,
                primary ? 0 : random.nextInt(100),
                primary ? 0 : 1 + number,
                ipv4.isEmpty() ? maybe(() -> cidr(Family.V4)) : Optional.of(cidr(Family.V4)),
                list(_ -> cidr(Family.V6)),
                ipv4,
                list(_ -> ip(Family.V6)),
                list(_ -> cidr(one(Family.values()))));
    }

    private static EniId eniId(int number) {
        return new EniId(String.format("eni-%017x", number));
    }

    private KernelState state() {
        return new KernelState(
                list(this::link),
                list(_ -> address()),
                list(_ -> route()),
                list(_ -> rule()),
                list(_ -> neighbor()),
                list(_ -> new Sysctl(random.nextInt(), one(Sysctl.Name.values()), random.nextInt())),
                maybe(() -> random.nextBoolean() ? MarkTable.ALTERED : marks()));
    }

    private Link link(int number) {
        return new Link(
                1 + number,
                "eth" + number,
                word(),
                maybe(this::mac),
                maybe(this::mac),
                random.nextInt(),
                random.nextInt(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(),
                random.nextInt(),
                random.nextBoolean(),
                new TreeSet<>(list(each -> "device-number-" + each)));
    }

    private Address address() {
        Ip ip = ip(one(Family.values()));
        int prefix = random.nextInt(ip.family().bits() + 1);
        return new Address(
                random.nextInt(),
                ip,
                prefix,
                maybe(() -> ip(ip.family())),
                random.nextInt(),
                random.nextInt(),
                random.nextInt());
    }

    private Route route() {
        Family family = one(Family.values());
        SortedMap<Integer, Long> metrics = new TreeMap<>();
        list(_ -> metrics.put(random.nextInt(), random.nextLong()));
        return new Route(
                random.nextInt(),
                cidr(family),
                one(Route.Type.values()),
                random.nextLong(),
                random.nextInt(),
                random.nextInt(),
                maybe(() -> ip(family)),
                list(_ -> new NextHop(random.nextInt(), maybe(() -> ip(family)), random.nextInt(), random.nextInt())),
                metrics,
                random.nextBoolean());
    }

    private Rule rule() {
        Family family = one(Family.values());
        return new Rule(
                family,
                random.nextInt(),
                selector(family),
                one(Rule.Action.values()),
                random.nextInt(),
                random.nextInt(),
                random.nextInt());
    }

    private Rule.Selector selector(Family family) {
        return new Rule.Selector(
                maybe(() -> cidr(family)),
                maybe(() -> cidr(family)),
                maybe(this::word),
                maybe(this::word),
                random.nextInt(),
                random.nextInt(),
                random.nextBoolean(),
                word());
    }

    private Neighbor neighbor() {
        boolean proxy = random.nextBoolean();
        return new Neighbor(
                random.nextInt(),
                ip(one(Family.values())),
                proxy ? Optional.empty() : Optional.of(mac()),
                proxy,
                random.nextInt());
    }

    private MarkTable marks() {
        SortedMap<String, Integer> marks = new TreeMap<>();
        list(each -> marks.put("eth" + each, each + 1));
        return new MarkTable(0xff, marks);
    }

    private HostFacts host() {
        Set<KernelObject.Key> resting = new HashSet<>();
        for (KernelObject each : List.of(
                link(3), address(), route(), rule(), neighbor(), new Sysctl(1, Sysctl.Name.RP_FILTER, 2), marks())) {
            if (random.nextBoolean()) {
                resting.add(each.key());
            }
        }
        Map<String, HostFacts.Asked> asked = new HashMap<>();
        list(each -> asked.put("eth" + each, new HostFacts.Asked(random.nextBoolean(), word())));
        return new HostFacts(
                list(_ -> word()),
                new Ownership(
                        random.nextInt(), new HashSet<>(list(_ -> address().key()))),
                resting,
                new Marking(maybe(this::word), list(_ -> new MarkUse(word(), random.nextInt()))),
                maybe(random::nextBoolean),
                environment(),
                asked);
    }

    private HostEnvironment environment() {
        SortedMap<String, String> release = new TreeMap<>();
        list(each -> release.put("KEY" + each, word()));
        SortedSet<String> present = new TreeSet<>(HostEnvironment.PROBES);
        present.removeIf(_ -> random.nextBoolean());
        return new HostEnvironment(release, present, FoundFiles.of(list(this::file)));
    }

    /** One whose text is told. */
    private FoundFile file(int number) {
        return new FoundFile(
                "/etc/systemd/network/" + number + ".network",
                one(FoundFile.Kind.values()),
                random.nextInt(),
                random.nextInt(),
                String.join("\n\t", list(_ -> word())) + "\n");
    }

    private Fault fault() {
        return new Fault(one(Fault.Kind.values()), word(), word());
    }

    private Instant time() {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }

    private Mac mac() {
        return new Mac(random.nextLong() & 0xffff_ffff_ffffL);
    }

    private Ip ip(Family family) {
        return family == Family.V4 ? Ip.v4(random.nextInt()) : Ip.v6(random.nextLong(), random.nextLong());
    }

    private Cidr cidr(Family family) {
        return Cidr.of(ip(family), random.nextInt(family.bits() + 1));
    }

    private String word() {
        return random.ints(random.nextInt(8), 0, LETTERS.length())
                .mapToObj(LETTERS::charAt)
                .map(String::valueOf)
                .reduce("", String::concat);
    }

    private <T> T one(T[] of) {
        return of[random.nextInt(of.length)];
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(IntFunction<T> each) {
        int size = random.nextInt(4);
        List<T> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(each.apply(i));
        }
        return all;
    }
}
