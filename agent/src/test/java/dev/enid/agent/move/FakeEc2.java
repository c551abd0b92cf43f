package dev.enid.agent.move;

import dev.enid.agent.ec2.Codes;
import dev.enid.agent.ec2.Ec2;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.ec2.Ec2Failure.Kind;
import dev.enid.agent.ec2.Ec2Instance;
import dev.enid.agent.ec2.ElasticIp;
import dev.enid.agent.ec2.ElasticIpName;
import dev.enid.agent.ec2.InstanceLimits;
import dev.enid.agent.ec2.Mutation;
import dev.enid.agent.ec2.NetworkInterface;
import dev.enid.agent.ec2.RouteTable;
import dev.enid.agent.ec2.Subnet;
import dev.enid.agent.ec2.Which;
import dev.enid.agent.iam.Ec2Action;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * EC2 as a move meets it: what is asked goes to a {@link FakeVpc}, on a way where answers get lost, come late or never, and
 * where other answers are given than the VPC's.
 */
final class FakeEc2 implements Ec2 {

    /** What happens to one request of an action. */
    sealed interface Fault {
        /** EC2 refuses it. */
        record Refused(String code) implements Fault {}

        /** It never comes there, and nobody answers. */
        record LostOnTheWay() implements Fault {}

        /** It is carried out, and the answer gets lost. */
        record AnswerLost() implements Fault {}

        /** It is carried out so much later, and nobody answers. */
        record CarriedOutLate(Duration howLate) implements Fault {}
    }

    static final String ANSWER_TIME_OUT = "Read timed out";

    private final FakeVpc vpc;
    private final VirtualTime time;
    private final Map<Ec2Action, Deque<Fault>> faults = new EnumMap<>(Ec2Action.class);
    private final Map<Ec2Action, Deque<Runnable>> before = new EnumMap<>(Ec2Action.class);
    private final Set<Ec2Action> called = EnumSet.noneOf(Ec2Action.class);
    private final List<Mutation> mutations = new ArrayList<>();
    private final Set<Ec2Action> forbidden = EnumSet.noneOf(Ec2Action.class);
    private int reads;

    FakeEc2(FakeVpc vpc, VirtualTime time) {
        this.vpc = vpc;
        this.time = time;
    }

    FakeEc2 with(Ec2Action action, Fault... inTurn) {
        faults.computeIfAbsent(action, _ -> new ArrayDeque<>()).addAll(List.of(inTurn));
        return this;
    }

    /** Something that someone else does just before the next such request comes. */
    FakeEc2 before(Ec2Action action, Runnable event) {
        before.computeIfAbsent(action, _ -> new ArrayDeque<>()).add(event);
        return this;
    }

    FakeEc2 forbidding(Ec2Action action) {
        forbidden.add(action);
        return this;
    }

    /** Each fault, so that no test passes without what it is about. */
    boolean allConsumed() {
        return faults.values().stream().allMatch(Deque::isEmpty)
                && before.values().stream().allMatch(Deque::isEmpty);
    }

    Set<Ec2Action> called() {
        return called;
    }

    /** Those that were asked for, dry runs aside. */
    List<Mutation> mutations() {
        return mutations;
    }

    int reads() {
        return reads;
    }

    private interface Answer<T> {
        T get() throws Ec2Failure;
    }

    private <T> T ask(Ec2Action action, Answer<T> answer) throws Ec2Failure {
        called.add(action);
        time.pass(Duration.ofMillis(20));
        Deque<Runnable> events = before.getOrDefault(action, new ArrayDeque<>());
        if (!events.isEmpty()) {
            events.poll().run();
        }
        if (forbidden.contains(action)) {
            throw refusal(action, Codes.UNAUTHORIZED);
        }
        Fault fault = faults.getOrDefault(action, new ArrayDeque<>()).poll();
        return switch (fault) {
            case null -> answer.get();
            case Fault.Refused(String code) -> throw refusal(action, code);
            case Fault.LostOnTheWay _ -> throw unanswered(action);
            case Fault.AnswerLost _ -> {
                answer.get();
                throw unanswered(action);
            }
            case Fault.CarriedOutLate(Duration howLate) -> {
                vpc.later(howLate, () -> {
                    try {
                        answer.get();
                    } catch (Ec2Failure _) {
                        // Nobody hears of it.
                    }
                });
                throw unanswered(action);
            }
        };
    }

    private static Ec2Failure unanswered(Ec2Action action) {
        return new Ec2Failure(Kind.UNANSWERED, name(action), "", ANSWER_TIME_OUT);
    }

    static Ec2Failure refusal(Ec2Action action, String code) {
        return new Ec2Failure(Kind.REFUSED, name(action), code, "as the test wants it");
    }

    private static String name(Ec2Action action) {
        return action.text().substring("ec2:".length());
    }

    private <T> T read(Ec2Action action, Answer<T> answer) throws Ec2Failure {
        reads++;
        return ask(action, answer);
    }

    @Override
    public List<NetworkInterface> networkInterfaces(Which which) throws Ec2Failure {
        return read(Ec2Action.DESCRIBE_NETWORK_INTERFACES, () -> vpc.describe(which));
    }

    @Override
    public List<Ec2Instance> instances(List<String> ids) throws Ec2Failure {
        return read(Ec2Action.DESCRIBE_INSTANCES, () -> vpc.instances(ids));
    }

    @Override
    public InstanceLimits limits(String instanceType) throws Ec2Failure {
        return read(Ec2Action.DESCRIBE_INSTANCE_TYPES, vpc::limits);
    }

    @Override
    public List<Subnet> subnets(String id) throws Ec2Failure {
        return read(Ec2Action.DESCRIBE_SUBNETS, vpc::subnets);
    }

    @Override
    public ElasticIp elasticIp(ElasticIpName name) throws Ec2Failure {
        return read(Ec2Action.DESCRIBE_ADDRESSES, vpc::elasticIp);
    }

    @Override
    public RouteTable routeTable(String id) throws Ec2Failure {
        return read(Ec2Action.DESCRIBE_ROUTE_TABLES, vpc::routeTable);
    }

    @Override
    public void mutate(Mutation mutation) throws Ec2Failure {
        mutations.add(mutation);
        ask(mutation.action(), () -> {
            vpc.mutate(mutation);
            return true;
        });
    }

    /** As EC2 does: first whether it is allowed, and nothing of the state. */
    @Override
    public void dryRun(Mutation mutation) throws Ec2Failure {
        called.add(mutation.action());
        throw refusal(mutation.action(), forbidden.contains(mutation.action()) ? Codes.UNAUTHORIZED : Codes.DRY_RUN);
    }

    @Override
    public void close() {}
}
