package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.ec2.Ec2Instance;
import dev.enid.agent.ec2.ElasticIp;
import dev.enid.agent.ec2.InstanceLimits;
import dev.enid.agent.ec2.Mutation;
import dev.enid.agent.ec2.NetworkInterface;
import dev.enid.agent.ec2.NetworkInterface.Attachment;
import dev.enid.agent.ec2.NetworkInterface.Stage;
import dev.enid.agent.ec2.RouteTable;
import dev.enid.agent.ec2.Slot;
import dev.enid.agent.ec2.Subnet;
import dev.enid.agent.ec2.Which;
import dev.enid.agent.iam.Ec2Action;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The state: three instances, each with a primary ENI, and a floating ENI at device index 1 of the first. Attaching and
 * detaching take time, and descriptions may lag behind.
 */
final class FakeVpc {

    static final String A = "i-0000000a";
    static final String B = "i-0000000b";
    /** Neither source nor target. */
    static final String C = "i-0000000c";

    static final String VPC = "vpc-00000001";
    static final String SUBNET = "subnet-00000001";
    static final String ZONE = "eu-central-1a";
    static final EniId FLOATING = new EniId("eni-0000000f");
    static final Ip SECONDARY = Ip.parse("10.0.1.77");
    static final Ip IPV6 = Ip.parse("2001:db8::77");
    static final Cidr PREFIX = Cidr.parse("10.0.1.96/28");
    static final Ip ELASTIC = Ip.parse("203.0.113.7");
    static final String ALLOCATION = "eipalloc-00000001";
    static final String TABLE = "rtb-00000001";
    static final Cidr DEFAULT = Cidr.parse("0.0.0.0/0");

    private final VirtualTime time;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingInt(Event::number));
    private final SortedMap<EniId, NetworkInterface> enis = new TreeMap<>();
    private final SortedMap<String, String> states = new TreeMap<>(Map.of(A, "running", B, "running", C, "running"));
    private Optional<EniId> elasticAt = Optional.of(primary(A));
    private String routeAt = primary(A).text();
    private Duration detaching = Duration.ofSeconds(2);
    private Duration attaching = Duration.ofSeconds(1);
    private Duration lag = Duration.ZERO;
    private boolean stuck;
    private int attachments;
    private int number;
    private InstanceLimits limits = new InstanceLimits(List.of(4), 10, 10);
    private final List<Shown> shown = new ArrayList<>();

    private record Event(long at, int number, Runnable what) {}

    /** What there was from a moment on, for descriptions that lag. */
    private record Shown(long at, SortedMap<EniId, NetworkInterface> enis) {}

    FakeVpc(VirtualTime time) {
        this.time = time;
        int host = 10;
        for (String instance : List.of(A, B, C)) {
            put(eni(primary(instance), "10.0.1." + host, instance, Slot.PRIMARY));
            host++;
        }
        put(eni(FLOATING, "10.0.1.20", A, new Slot(0, 1)));
        remember();
    }

    static EniId primary(String instance) {
        return new EniId("eni-" + instance.substring(2));
    }

    private NetworkInterface eni(EniId id, String address, String instance, Slot slot) {
        Attachment attachment = new Attachment(newAttachment(), Optional.of(instance), slot, Stage.ATTACHED, false);
        return new NetworkInterface(
                id,
                SUBNET,
                VPC,
                ZONE,
                false,
                true,
                Optional.of(attachment),
                List.of(Ip.parse(address)),
                List.of(),
                Optional.empty(),
                List.of());
    }

    private String newAttachment() {
        attachments++;
        return "eni-attach-" + attachments;
    }

    private void put(NetworkInterface eni) {
        enis.put(eni.id(), eni);
    }

    private void remember() {
        shown.add(new Shown(time.nanos(), new TreeMap<>(enis)));
    }

    // What a test sets.

    FakeVpc detachingTakes(Duration howLong) {
        detaching = howLong;
        return this;
    }

    FakeVpc attachingTakes(Duration howLong) {
        attaching = howLong;
        return this;
    }

    /** Descriptions tell how it was before. */
    FakeVpc lagging(Duration howLong) {
        lag = howLong;
        return this;
    }

    /** A graceful detach never ends: the host does not let go. */
    FakeVpc stuckWhenDetaching() {
        stuck = true;
        return this;
    }

    FakeVpc state(String instance, String state) {
        states.put(instance, state);
        return this;
    }

    FakeVpc limits(InstanceLimits given) {
        limits = given;
        return this;
    }

    FakeVpc change(EniId id, java.util.function.UnaryOperator<NetworkInterface> change) {
        put(change.apply(get(id)));
        remember();
        return this;
    }

    /** Gives an ENI of an instance an address or a prefix, whoever has it. */
    FakeVpc give(EniId id, Cidr network) {
        enis.replaceAll((_, eni) -> without(eni, network));
        put(with(get(id), network));
        remember();
        return this;
    }

    /** Another ENI comes to an instance. */
    FakeVpc plug(EniId id, String address, String instance, Slot slot) {
        put(eni(id, address, instance, slot));
        remember();
        return this;
    }

    /** Someone else attaches the floating ENI at once. */
    void snatch(String instance) {
        put(attached(
                get(FLOATING),
                Optional.of(new Attachment(
                        newAttachment(), Optional.of(instance), new Slot(0, 5), Stage.ATTACHED, false))));
        remember();
    }

    void routeTo(String target) {
        routeAt = target;
    }

    void elasticAt(Optional<EniId> eni) {
        elasticAt = eni;
    }

    void later(Duration howLong, Runnable what) {
        number++;
        events.add(new Event(time.nanos() + howLong.toNanos(), number, what));
    }

    // What a test looks at.

    NetworkInterface get(EniId id) {
        settle();
        return Optional.ofNullable(enis.get(id)).orElseThrow();
    }

    /** Once all that is on its way has ended. */
    void end() {
        time.pass(Duration.ofHours(1));
        settle();
    }

    Optional<String> floatingAt() {
        return get(FLOATING).attachment().flatMap(Attachment::instance);
    }

    Optional<EniId> holder(Cidr network) {
        settle();
        return enis.values().stream()
                .filter(eni -> has(eni, network))
                .map(NetworkInterface::id)
                .findFirst();
    }

    String route() {
        return routeAt;
    }

    Optional<EniId> elastic() {
        return elasticAt;
    }

    private void settle() {
        while (!events.isEmpty() && events.peek().at() <= time.nanos()) {
            Event event = events.remove();
            event.what().run();
            shown.add(new Shown(event.at(), new TreeMap<>(enis)));
        }
    }

    // What EC2 is asked.

    List<NetworkInterface> describe(Which which) throws Ec2Failure {
        settle();
        SortedMap<EniId, NetworkInterface> seen = enis;
        for (Shown each : shown) {
            if (each.at() <= time.nanos() - lag.toNanos()) {
                seen = each.enis();
            }
        }
        SortedMap<EniId, NetworkInterface> now = lag.isZero() ? enis : seen;
        if (which instanceof Which.ById(List<EniId> ids) && !now.keySet().containsAll(ids)) {
            throw FakeEc2.refusal(Ec2Action.DESCRIBE_NETWORK_INTERFACES, "InvalidNetworkInterfaceID.NotFound");
        }
        return now.values().stream()
                .filter(eni -> switch (which) {
                    case Which.ById(var ids) -> ids.contains(eni.id());
                    case Which.ByAddress(var ip, String _) -> eni.has(ip);
                    case Which.ByTag(var tag) ->
                        tag.key().equals("Name")
                                && (eni.id().equals(FLOATING) ? "floating" : "primary").equals(tag.value());
                    case Which.InSubnet(String subnet) -> eni.subnet().equals(subnet);
                })
                .toList();
    }

    List<Ec2Instance> instances(List<String> ids) throws Ec2Failure {
        settle();
        if (!states.keySet().containsAll(ids)) {
            throw FakeEc2.refusal(Ec2Action.DESCRIBE_INSTANCES, "InvalidInstanceID.NotFound");
        }
        return ids.stream()
                .map(id -> new Ec2Instance(
                        id,
                        "m7i.large",
                        ZONE,
                        VPC,
                        states.getOrDefault(id, ""),
                        enis.values().stream()
                                .flatMap(eni -> eni.held().stream()
                                        .filter(place -> place.instance().equals(Optional.of(id)))
                                        .map(place -> new Ec2Instance.Plugged(eni.id(), eni.subnet(), place.slot())))
                                .sorted(Comparator.comparing(Ec2Instance.Plugged::slot))
                                .toList()))
                .toList();
    }

    InstanceLimits limits() {
        return limits;
    }

    List<Subnet> subnets() {
        return List.of(new Subnet(SUBNET, ZONE, List.of(Cidr.parse("10.0.1.0/24"), Cidr.parse("2001:db8::/64"))));
    }

    ElasticIp elasticIp() {
        return new ElasticIp(
                ALLOCATION,
                ELASTIC,
                elasticAt,
                elasticAt.flatMap(id -> get(id).attachment()).flatMap(Attachment::instance),
                elasticAt.flatMap(id -> get(id).ipv4().stream().findFirst()));
    }

    RouteTable routeTable() {
        Optional<EniId> eni = routeAt.startsWith("eni-") ? Optional.of(new EniId(routeAt)) : Optional.empty();
        return new RouteTable(
                TABLE,
                VPC,
                List.of(
                        new RouteTable.Route(Cidr.parse("10.0.0.0/16"), "local", Optional.empty(), true),
                        new RouteTable.Route(DEFAULT, routeAt, eni, false)));
    }

    void mutate(Mutation mutation) throws Ec2Failure {
        settle();
        switch (mutation) {
            case Mutation.Attach attach -> attach(attach);
            case Mutation.Detach detach -> detach(detach);
            case Mutation.Assign assign -> assign(assign);
            case Mutation.Unassign unassign -> {
                if (!has(get(unassign.eni()), unassign.network())) {
                    throw FakeEc2.refusal(unassign.action(), "InvalidParameterValue");
                }
                put(without(get(unassign.eni()), unassign.network()));
            }
            case Mutation.Associate associate -> {
                if (elasticAt.isPresent() && !associate.reassociate()) {
                    throw FakeEc2.refusal(associate.action(), "Resource.AlreadyAssociated");
                }
                elasticAt = Optional.of(associate.eni());
            }
            case Mutation.ReplaceRoute replace -> routeAt = replace.eni().text();
        }
        remember();
    }

    private void attach(Mutation.Attach attach) throws Ec2Failure {
        NetworkInterface eni = get(attach.eni());
        if (eni.attachment().isPresent()) {
            throw FakeEc2.refusal(attach.action(), "InvalidNetworkInterface.InUse");
        }
        if (!"running".equals(states.get(attach.instance()))) {
            throw FakeEc2.refusal(attach.action(), "IncorrectState");
        }
        boolean taken = instances(List.of(attach.instance())).getFirst().enis().stream()
                .anyMatch(each -> each.slot().equals(attach.slot()));
        if (taken) {
            throw FakeEc2.refusal(attach.action(), "InvalidParameterValue");
        }
        Attachment attachment =
                new Attachment(newAttachment(), Optional.of(attach.instance()), attach.slot(), Stage.ATTACHING, false);
        put(attached(eni, Optional.of(attachment)));
        later(attaching, () -> become(eni.id(), attachment.id(), Optional.of(Stage.ATTACHED)));
    }

    private void detach(Mutation.Detach detach) throws Ec2Failure {
        NetworkInterface eni = enis.values().stream()
                .filter(each -> each.attachment()
                        .filter(place -> place.id().equals(detach.attachment()))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> FakeEc2.refusal(detach.action(), "InvalidAttachmentID.NotFound"));
        Attachment attachment = eni.attachment().orElseThrow();
        if (attachment.stage() == Stage.DETACHING && !detach.force()) {
            throw FakeEc2.refusal(detach.action(), "IncorrectState");
        }
        become(eni.id(), attachment.id(), Optional.of(Stage.DETACHING));
        if (detach.force() || !stuck) {
            later(detaching, () -> become(eni.id(), attachment.id(), Optional.empty()));
        }
    }

    /** As long as it is still the same attachment. */
    private void become(EniId id, String attachment, Optional<Stage> stage) {
        NetworkInterface eni = Optional.ofNullable(enis.get(id)).orElseThrow();
        if (eni.attachment().filter(each -> each.id().equals(attachment)).isPresent()) {
            Attachment now = eni.attachment().get();
            put(attached(
                    eni,
                    stage.map(each ->
                            new Attachment(now.id(), now.instance(), now.slot(), each, now.deleteOnTermination()))));
        }
    }

    private void assign(Mutation.Assign assign) throws Ec2Failure {
        Optional<EniId> holder = holder(assign.network());
        boolean delegated = assign.network().isHost()
                && enis.values().stream()
                        .anyMatch(eni -> eni.prefixes().stream()
                                .anyMatch(prefix ->
                                        prefix.contains(assign.network().ip())));
        if (delegated || (holder.isPresent() && !holder.get().equals(assign.eni()) && !assign.reassign())) {
            throw FakeEc2.refusal(assign.action(), "InvalidIPAddress.InUse");
        }
        enis.replaceAll((_, eni) -> without(eni, assign.network()));
        put(with(get(assign.eni()), assign.network()));
    }

    private static boolean has(NetworkInterface eni, Cidr network) {
        return network.isHost() ? eni.has(network.ip()) : eni.prefixes().contains(network);
    }

    private static NetworkInterface with(NetworkInterface eni, Cidr network) {
        return networks(eni, network, true);
    }

    private static NetworkInterface without(NetworkInterface eni, Cidr network) {
        return networks(eni, network, false);
    }

    private static NetworkInterface networks(NetworkInterface eni, Cidr network, boolean add) {
        Ip ip = network.ip();
        boolean host = network.isHost();
        return new NetworkInterface(
                eni.id(),
                eni.subnet(),
                eni.vpc(),
                eni.zone(),
                eni.requesterManaged(),
                eni.sourceDestCheck(),
                eni.attachment(),
                list(eni.ipv4(), ip, host && ip.family() == Family.V4, add),
                list(eni.ipv6(), ip, host && ip.family() == Family.V6, add),
                eni.primaryIpv6(),
                list(eni.prefixes(), network, !host, add));
    }

    private static <T> List<T> list(List<T> before, T each, boolean concerned, boolean add) {
        Stream<T> others = before.stream().filter(one -> !concerned || !one.equals(each));
        return Stream.concat(others, concerned && add ? Stream.of(each) : Stream.of())
                .toList();
    }

    private static NetworkInterface attached(NetworkInterface eni, Optional<Attachment> attachment) {
        return new NetworkInterface(
                eni.id(),
                eni.subnet(),
                eni.vpc(),
                eni.zone(),
                eni.requesterManaged(),
                eni.sourceDestCheck(),
                attachment,
                eni.ipv4(),
                eni.ipv6(),
                eni.primaryIpv6(),
                eni.prefixes());
    }
}
