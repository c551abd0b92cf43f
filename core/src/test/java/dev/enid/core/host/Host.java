package dev.enid.core.host;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Policy;
import dev.enid.core.desire.Settings;
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
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Plan;
import dev.enid.core.plan.Planner;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.Marking;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A host that a test builds up and changes. eth0 is ENI 0 with 10.0.1.10/24 and has ifindex 2; ethN has ifindex N + 2. */
public final class Host {

    public static final Fault OUTAGE = new Fault(Fault.Kind.UNREACHABLE, "reading mac", "no answer within 1 s");

    private final Map<KernelObject.Key, KernelObject> objects = new LinkedHashMap<>();
    private final Map<Mac, Eni> enis = new LinkedHashMap<>();
    private final List<PendingEni> pending = new ArrayList<>();
    private final List<String> podFiles = new ArrayList<>();
    private final Set<KernelObject.Key> resting = new HashSet<>();
    private Marking marking = Marking.FREE;
    private Optional<Boolean> bridgesPassNetfilter = Optional.empty();
    private final Map<String, FoundFile> files = new HashMap<>();
    private final Map<String, HostFacts.Asked> asked = new HashMap<>();
    private Settings settings = Settings.DEFAULT;
    private boolean fresh = true;
    private boolean everRead = true;

    /** With a primary ENI and a default route of that metric. */
    public static Host withDefaultMetric(long metric) {
        Host host = new Host();
        host.rule(0, Route.LOCAL).rule(32766, Route.MAIN).rule(32767, 253);
        host.put(new Link(
                1,
                "lo",
                "",
                Optional.empty(),
                Optional.empty(),
                65536,
                0,
                true,
                true,
                true,
                0,
                0,
                false,
                new TreeSet<>()));
        host.eni(0, "10.0.1.0/24", "10.0.1.10").link("eth0", 0, "");
        host.address("eth0", "10.0.1.10", 24);
        host.route("10.0.1.0/24", "", "eth0", Route.MAIN, 0, Route.PROTOCOL_KERNEL);
        host.route("0.0.0.0/0", "10.0.1.1", "eth0", Route.MAIN, metric, Route.PROTOCOL_DHCP);
        return host;
    }

    public static Host withPrimary() {
        return withDefaultMetric(100);
    }

    public static Mac mac(int n) {
        return new Mac(0x02_00_00_00_00_00L + n);
    }

    public static EniId id(int n) {
        return new EniId("eni-0000000" + Integer.toHexString(n));
    }

    /** IMDS describes ENI n: device index n, with these addresses and prefixes (told by a slash), the first subnet that fits. */
    public Host eni(int n, String subnets, String... owned) {
        List<Ip> v4 = new ArrayList<>();
        List<Ip> v6 = new ArrayList<>();
        List<Cidr> prefixes = new ArrayList<>();
        for (String each : owned) {
            if (each.contains("/")) {
                prefixes.add(Cidr.parse(each));
            } else {
                Ip ip = Ip.parse(each);
                (ip.family() == Family.V4 ? v4 : v6).add(ip);
            }
        }
        List<Cidr> cidrs = Stream.of(subnets.split(" ")).map(Cidr::parse).toList();
        Optional<Cidr> subnetV4 =
                cidrs.stream().filter(cidr -> cidr.family() == Family.V4).findFirst();
        List<Cidr> subnetsV6 =
                cidrs.stream().filter(cidr -> cidr.family() == Family.V6).toList();
        enis.put(mac(n), new Eni(id(n), mac(n), n == 0, 0, n, subnetV4, subnetsV6, v4, v6, prefixes));
        return this;
    }

    /** The kernel has a link with ENI n's MAC address, down, and its sysctls. */
    public Host link(String name, int n, String kind) {
        put(new Link(
                n + 2,
                name,
                kind,
                Optional.of(mac(n)),
                Optional.empty(),
                1500,
                9216,
                n == 0,
                n == 0,
                false,
                0,
                0,
                false,
                new TreeSet<>()));
        for (Sysctl.Name each : Sysctl.Name.values()) {
            boolean on = each == Sysctl.Name.ACCEPT_RA_DEFRTR
                    || each == Sysctl.Name.ACCEPT_RA_PINFO
                    || each == Sysctl.Name.ACCEPT_DAD;
            put(new Sysctl(n + 2, each, on ? 1 : 0));
        }
        return this;
    }

    public Host attached(int n, String subnets, String... owned) {
        return eni(n, subnets, owned).link("eth" + n, n, "");
    }

    /** Another link: a bridge, a tunnel. */
    public Host otherLink(int index, String name, String kind) {
        return put(new Link(
                index,
                name,
                kind,
                Optional.of(mac(200 + index)),
                Optional.empty(),
                1500,
                0,
                true,
                true,
                false,
                0,
                0,
                false,
                new TreeSet<>()));
    }

    public Host address(String link, String ip, int prefixLength) {
        return put(Address.of(index(link), Ip.parse(ip), prefixLength, Address.PERMANENT, 0));
    }

    /** A route of someone else's; an empty gateway: on the link. */
    public Host route(String destination, String gateway, String link, int table, long metric, int protocol) {
        NextHop hop = gateway.isEmpty()
                ? NextHop.direct(index(link))
                : new NextHop(index(link), Optional.of(Ip.parse(gateway)), 1, 0);
        return put(Route.unicast(table, Cidr.parse(destination), hop, metric, protocol));
    }

    public Host blackhole(String destination, int table) {
        return put(Route.nowhere(Route.Type.BLACKHOLE, table, Cidr.parse(destination), 0, Route.PROTOCOL_STATIC));
    }

    private Host rule(int priority, int table) {
        for (Family family : Family.values()) {
            put(Rule.lookup(family, priority, Rule.Selector.ALL, table, Route.PROTOCOL_KERNEL));
        }
        return this;
    }

    public Host put(KernelObject object) {
        objects.put(object.key(), object);
        return this;
    }

    public Host remove(KernelObject object) {
        objects.remove(object.key());
        return this;
    }

    /** The device is unplugged: all that lies on it or leaves by it goes with it. Rules stay, as in Linux. */
    public Host unplugged(String link) {
        int index = index(link);
        objects.values().removeIf(object -> object.link() == index);
        return this;
    }

    public Host forgotten(int n) {
        enis.remove(mac(n));
        return this;
    }

    public Host pending(int n) {
        forgotten(n);
        pending.add(new PendingEni(mac(n), new Fault(Fault.Kind.NOT_YET, "reading device-number", "it says 0")));
        return this;
    }

    public Host imdsOut() {
        fresh = false;
        return this;
    }

    public Host imdsNeverRead() {
        everRead = false;
        return this;
    }

    public Host podFile(String path) {
        podFiles.add(path);
        return this;
    }

    public Host resting(KernelObject.Key key) {
        resting.add(key);
        return this;
    }

    public Host bridgesPassNetfilter(boolean pass) {
        bridgesPassNetfilter = Optional.of(pass);
        return this;
    }

    public Host marking(Marking changed) {
        marking = changed;
        return this;
    }

    /** Docker's bridge, with a container's address behind it, which passes IPv4 on. */
    public Host docker() {
        otherLink(50, "docker0", "bridge").address("docker0", "172.17.0.1", 16);
        return route("172.17.0.0/16", "", "docker0", Route.MAIN, 0, Route.PROTOCOL_KERNEL)
                .sysctl("docker0", Sysctl.Name.FORWARDING, 1);
    }

    /** A sysctl of a link; of {@code all} where its name is empty. */
    public Host sysctl(String link, Sysctl.Name name, int value) {
        return put(new Sysctl(link.isEmpty() ? 0 : index(link), name, value));
    }

    /** A regular file of root's. */
    public Host file(String path, String text) {
        return file(new FoundFile(path, FoundFile.Kind.REGULAR, 0644, 0, text));
    }

    public Host file(FoundFile file) {
        files.put(file.path(), file);
        return this;
    }

    public Host noFile(String path) {
        files.remove(path);
        return this;
    }

    /** The host's network manager was asked about a link. */
    public Host asked(String link, boolean busy, String words) {
        asked.put(link, new HostFacts.Asked(busy, words));
        return this;
    }

    public Host settings(Settings changed) {
        settings = changed;
        return this;
    }

    public int index(String link) {
        return state().link(link).orElseThrow().index();
    }

    public KernelState state() {
        return new KernelState(
                of(Link.class),
                of(Address.class),
                of(Route.class),
                of(Rule.class),
                of(Neighbor.class),
                of(Sysctl.class),
                of(MarkTable.class).stream().findFirst());
    }

    private <T extends KernelObject> List<T> of(Class<T> type) {
        return objects.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    public Snapshot snapshot() {
        Instance instance = new Instance("i-00000001", "eu-central-1a", List.copyOf(enis.values()), pending);
        Reading<Instance> reading = !everRead
                ? new Reading.Missing<>(OUTAGE)
                : fresh
                        ? new Reading.Fresh<>(instance, Instant.EPOCH)
                        : new Reading.Stale<>(instance, Instant.EPOCH, OUTAGE);
        return new Snapshot(
                reading,
                new Reading.Fresh<>(state(), Instant.EPOCH),
                new HostFacts(
                        podFiles,
                        Ownership.OF_ENID,
                        resting,
                        marking,
                        bridgesPassNetfilter,
                        new HostEnvironment(new TreeMap<>(), new TreeSet<>(), FoundFiles.of(files.values())),
                        asked));
    }

    public Desired desired() {
        return Policy.desire(snapshot(), settings);
    }

    public Plan plan() {
        return Planner.plan(snapshot(), desired());
    }

    /** The plan in short: {@code + rule 10001: from 10.0.2.20 lookup 10001}. */
    public List<String> planned() {
        return plan().changes().stream().map(this::line).toList();
    }

    public List<String> withheld() {
        return plan().withheld().stream()
                .map(each -> line(each.change()) + " (" + each.guard().word() + ")")
                .toList();
    }

    private String line(Change change) {
        String sign = switch (change.action()) {
            case ADD -> "+ ";
            case REPLACE -> "~ ";
            case REMOVE -> "- ";
        };
        return sign + change.step().object().toIproute2(state());
    }

    /** What the plan says has been done, and no more: what Linux itself does along with it is left to the simulation. */
    public Host converged() {
        for (Change change : plan().changes()) {
            switch (change.step()) {
                case KernelStep.Put(KernelObject object) -> put(object);
                case KernelStep.Replace(KernelObject _, KernelObject object) -> put(object);
                case KernelStep.Drop(KernelObject object) -> remove(object);
            }
        }
        return this;
    }
}
