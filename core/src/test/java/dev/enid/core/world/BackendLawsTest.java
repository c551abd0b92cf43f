package dev.enid.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Policy;
import dev.enid.core.desire.Settings;
import dev.enid.core.desire.Want;
import dev.enid.core.file.Backend;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Plan;
import dev.enid.core.plan.Planner;
import dev.enid.core.render.Handing;
import dev.enid.core.simulate.Simulation;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/**
 * The laws where the host's network manager brings secondary ENIs up: enid does its part, then the manager does what it was told, with its
 * own protocol number on everything.
 */
@PropertyDefaults(tries = 200, edgeCases = EdgeCasesMode.NONE)
class BackendLawsTest {

    private static final Brain MANAGED = new Brain(
            (snapshot, settings) -> Policy.desire(snapshot, settings.with(Backend.NETWORKD)), BackendLawsTest::plan);

    /** enid's part alone. */
    private static final Brain HANDING_OVER = MANAGED.planning((snapshot, plan) -> new Plan(
            plan.changes().stream()
                    .filter(change -> !isOfManager(change.step().object()))
                    .toList(),
            plan.withheld()));

    @Provide
    Arbitrary<World> worlds() {
        return Worlds.ofEveryKind();
    }

    private static void holds(Law law, World world) {
        holds(law, world, MANAGED);
    }

    private static void holds(Law law, World world, Brain brain) {
        assertThat(law.violations(Pass.of(world, brain))).isEmpty();
    }

    /** What enid does, and after it what the manager makes of what it was handed. */
    private static Plan plan(Snapshot snapshot, Desired desired) {
        Handing handing = Handing.of(snapshot, desired, Settings.DEFAULT.with(Backend.NETWORKD));
        Plan own = Planner.plan(snapshot, desired, handing);
        Set<KernelObject.Key> toBePut = Planner.plan(snapshot, desired).changes().stream()
                .filter(change -> change.step() instanceof KernelStep.Put)
                .map(change -> change.step().object().key())
                .collect(Collectors.toSet());
        List<Change> changes = new ArrayList<>(own.changes());
        desired.wants().stream()
                .filter(want -> handing.link(want.object()).isPresent())
                .filter(want -> toBePut.contains(want.object().key()))
                .map(BackendLawsTest::byTheManager)
                .forEach(changes::add);
        return new Plan(changes, own.withheld());
    }

    private static boolean isOfManager(KernelObject object) {
        return switch (object) {
            case Address address -> address.protocol() == 0;
            case Route route -> route.protocol() == Route.PROTOCOL_STATIC;
            case Rule rule -> rule.protocol() == Route.PROTOCOL_STATIC;
            default -> false;
        };
    }

    private static Change byTheManager(Want want) {
        KernelObject made = switch (want.object()) {
            case Address address ->
                new Address(
                        address.link(),
                        address.ip(),
                        address.prefixLength(),
                        address.peer(),
                        address.flags(),
                        address.scope(),
                        0);
            case Route route ->
                new Route(
                        route.table(),
                        route.destination(),
                        route.type(),
                        route.metric(),
                        Route.PROTOCOL_STATIC,
                        route.scope(),
                        route.preferredSource(),
                        route.hops(),
                        route.metrics(),
                        false);
            case Rule rule ->
                Rule.lookup(rule.family(), rule.priority(), rule.selector(), rule.table(), Route.PROTOCOL_STATIC);
            default -> throw new AssertionError("nothing of this kind is handed over: " + want);
        };
        return new Change(new KernelStep.Put(made), want.reason());
    }

    /** What enid left there when it did all itself may have to wait for an address of the manager's. */
    @Property
    void twoPassesAreEnough(@ForAll("worlds") World world) {
        KernelState state = Pass.of(world, MANAGED).after();
        for (int i = 0; i < 2; i++) {
            Snapshot seen = world.snapshot(state);
            state = Simulation.run(state, MANAGED.plan(seen, MANAGED.desire(seen, world.settings())))
                    .state();
        }
        Snapshot last = world.snapshot(state);
        KernelState names = state;
        assertThat(MANAGED.plan(last, MANAGED.desire(last, world.settings())).changes())
                .extracting(change -> change.step().object().toIproute2(names))
                .isEmpty();
    }

    @Property
    void nothingOfOthersIsTouched(@ForAll("worlds") World world) {
        holds(Law.NOTHING_OF_OTHERS_IS_TOUCHED, world, HANDING_OVER);
    }

    @Property
    void thePrimaryStaysReachable(@ForAll("worlds") World world) {
        holds(Law.THE_PRIMARY_STAYS_REACHABLE, world);
    }

    @Property
    void containersAndTunnelsStayReachable(@ForAll("worlds") World world) {
        holds(Law.CONTAINERS_AND_TUNNELS_STAY_REACHABLE, world);
    }

    @Property
    void unknownIsNotAbsent(@ForAll("worlds") World world) {
        holds(Law.UNKNOWN_IS_NOT_ABSENT, world);
    }

    @Property
    void everyAddressAnswersByItsOwnEni(@ForAll("worlds") World world) {
        holds(Law.EVERY_ADDRESS_ANSWERS_BY_ITS_OWN_ENI, world);
    }
}
