package dev.enid.agent.move;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.ec2.Mutation;
import dev.enid.agent.iam.Ec2Action;
import dev.enid.agent.move.FakeEc2.Fault;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever happens on the way, in the end what was moved has one holder: the source or the target. Or nothing was asked that
 * EC2 would have carried out.
 */
class MoveLawsTest {

    private static final Map<String, Ec2Action> ENI = Map.of(
            "detach", Ec2Action.DETACH_NETWORK_INTERFACE,
            "attach", Ec2Action.ATTACH_NETWORK_INTERFACE,
            "instances", Ec2Action.DESCRIBE_INSTANCES,
            "interfaces", Ec2Action.DESCRIBE_NETWORK_INTERFACES);

    private static final Map<String, Ec2Action> IPV6 = Map.of(
            "unassign", Ec2Action.UNASSIGN_IPV6_ADDRESSES,
            "assign", Ec2Action.ASSIGN_IPV6_ADDRESSES,
            "instances", Ec2Action.DESCRIBE_INSTANCES,
            "interfaces", Ec2Action.DESCRIBE_NETWORK_INTERFACES);

    /** @param at which action */
    record Mishap(String at, Fault fault) {}

    /** Whether an ENI's source, which runs, lets go of it, and is forced to. */
    enum Host {
        LETS_GO,
        STUCK,
        STUCK_AND_FORCED
    }

    /** @param interrupt at which wait somebody presses Ctrl-C; 0 for none */
    record World(
            long seed,
            Host host,
            Duration detaching,
            Duration attaching,
            Duration lag,
            int interrupt,
            List<Mishap> mishaps) {}

    @Provide
    Arbitrary<World> enis() {
        return worlds(ENI.keySet(), true);
    }

    /** Requests that are carried out late are left out: a late Unassign takes the address away again, whoever asks. */
    @Provide
    Arbitrary<World> addresses() {
        return worlds(IPV6.keySet(), false);
    }

    private static Arbitrary<World> worlds(java.util.Set<String> places, boolean late) {
        Arbitrary<Fault> refused = Arbitraries.of(
                        "IncorrectState",
                        "InternalError",
                        "RequestLimitExceeded",
                        "InvalidInstanceID.NotFound",
                        "InvalidParameterValue",
                        "AttachmentLimitExceeded",
                        "UnauthorizedOperation",
                        "InvalidNetworkInterface.InUse")
                .map(Fault.Refused::new);
        Arbitrary<Fault> lost = Arbitraries.of(new Fault.LostOnTheWay(), new Fault.AnswerLost());
        Arbitrary<Fault> slow = Arbitraries.integers()
                .between(1, 6)
                .map(seconds -> new Fault.CarriedOutLate(Duration.ofSeconds(seconds)));
        Arbitrary<Fault> faults = late ? Arbitraries.oneOf(refused, lost, slow) : Arbitraries.oneOf(refused, lost);
        Arbitrary<Mishap> mishaps = net.jqwik.api.Combinators.combine(Arbitraries.of(places), faults)
                .as(Mishap::new);
        Arbitrary<Duration> times = Arbitraries.integers().between(0, 8).map(Duration::ofSeconds);
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.of(Host.class),
                        times,
                        times,
                        times,
                        Arbitraries.integers().between(0, 12),
                        mishaps.list().ofMaxSize(8))
                .as(World::new);
    }

    private static Moving in(World world, Map<String, Ec2Action> places) {
        Moving moving = new Moving(world.seed);
        moving.vpc
                .detachingTakes(world.detaching)
                .attachingTakes(world.attaching)
                .lagging(world.lag);
        switch (world.host) {
            case LETS_GO -> {}
            case STUCK -> moving.forceAfter(Duration.ofSeconds(10)).vpc.stuckWhenDetaching();
            case STUCK_AND_FORCED -> moving.forcing().vpc.stuckWhenDetaching();
        }
        for (Mishap mishap : world.mishaps) {
            moving.ec2.with(Optional.ofNullable(places.get(mishap.at)).orElseThrow(), mishap.fault);
        }
        for (int wait = 1; wait < world.interrupt; wait++) {
            moving.time.atNextWait(() -> {});
        }
        if (world.interrupt > 0) {
            moving.time.interruptAtNextWait();
        }
        return moving;
    }

    @Property(tries = 3000)
    void anEniIsNeverLeftDetached(@ForAll("enis") World world) {
        Moving moving = in(world, ENI);

        Optional<MoveFailed> failed = moving.move(Moving.FLOATING);

        moving.vpc.end();
        String holder = moving.vpc.floatingAt().orElse("nobody");
        assertThat(holder).as("%s %s", failed, moving.lines).isIn(FakeVpc.A, FakeVpc.B);
        holds(moving, failed, holder.equals(FakeVpc.B), holder.equals(FakeVpc.A));
        if (world.host != Host.STUCK_AND_FORCED) {
            assertThat(moving.ec2.mutations())
                    .noneMatch(each -> each instanceof Mutation.Detach detach && detach.force());
        }
    }

    @Property(tries = 2000)
    void anAddressIsNeverLeftWithoutAnEni(@ForAll("addresses") World world) {
        Cidr address = FakeVpc.IPV6.toCidr();
        Moving moving = in(world, IPV6).given(address);

        Optional<MoveFailed> failed = moving.move(Moving.IPV6);

        moving.vpc.end();
        EniId holder = moving.vpc.holder(address).orElseThrow(() -> new AssertionError(failed + " " + moving.lines));
        boolean atTarget = holder.equals(FakeVpc.primary(FakeVpc.B));
        boolean atSource = holder.equals(FakeVpc.primary(FakeVpc.A));
        assertThat(atTarget || atSource).isTrue();
        holds(moving, failed, atTarget, atSource);
    }

    /** What was said of the end is how it is, unless something is still on its way. */
    private static void holds(Moving moving, Optional<MoveFailed> failed, boolean atTarget, boolean atSource) {
        if (failed.isEmpty()) {
            assertThat(atTarget).as("%s", moving.lines).isTrue();
        } else if (failed.get().outcome() == MoveFailed.Outcome.RESTORED) {
            assertThat(atSource).as("%s %s", failed, moving.lines).isTrue();
        }
    }
}
