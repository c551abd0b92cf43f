package dev.enid.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.adopt.Claims;
import dev.enid.core.adopt.Holds;
import dev.enid.core.adopt.Remains;
import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Policy;
import dev.enid.core.desire.Settings;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Plan;
import dev.enid.core.plan.Planner;
import dev.enid.core.reading.Reading;
import dev.enid.core.simulate.Flow;
import dev.enid.core.simulate.RouteLookup;
import dev.enid.core.simulate.Simulation;
import dev.enid.core.simulate.Trace;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** A host is handed over to enid, by whom ever it was set up, and every address answers by its own ENI after each step. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE, tries = 300)
class HandOverTest {

    private static final List<Ip> CLIENTS = List.of(Ip.parse("198.51.100.7"), Ip.parse("2001:db8:ffff::1"));

    /** Who was here before. */
    enum Before {
        /** networkd, told by amazon-ec2-net-utils 2: it lets go in an order of its own. */
        NETWORKD,
        /** Scripts with dhclient, which leave all where it is. */
        SCRIPTS,
        /** A person with tables of his own. */
        BY_HAND
    }

    /**
     * A host.
     *
     * @param seed of the order in which networkd lets go
     * @param enidWasHere whether enid has worked beside before
     */
    record Host(Before before, List<EniSetup> enis, long seed, boolean enidWasHere) {

        KernelState state() {
            IpScript script = IpScript.born()
                    .run(
                            "link add eth0 index 2 address " + EniSetup.mac(0),
                            "link set eth0 up",
                            "address add 10.0.1.10/24 dev eth0",
                            "route add default via 10.0.1.1 dev eth0 proto 16 metric 512");
            enis.subList(1, enis.size()).forEach(eni -> setUp(eni, script));
            return enidWasHere
                    ? Simulation.run(script.state(), planned(script.state())).state()
                    : script.state();
        }

        private void setUp(EniSetup eni, IpScript script) {
            String dev = " dev " + eni.link();
            int table =
                    before == Before.BY_HAND ? 100 + eni.number() : eni.eni().table();
            int priority = before == Before.NETWORKD ? table : 32_700 + eni.number();
            script.run("link add " + eni.link() + " index " + eni.index() + " address " + EniSetup.mac(eni.number()));
            script.run("link set " + eni.link() + " up");
            for (int i = 0; i <= eni.secondaries(); i++) {
                boolean alias = before == Before.NETWORKD && i > 0;
                script.run(
                        "address add " + eni.v4(i) + (alias ? "/32" : "/24") + dev + (alias ? " noprefixroute" : ""));
                script.run("rule add from " + eni.v4(i) + " lookup " + table + " pref " + priority);
            }
            String gateway = eni.subnetV4().ip().plus(1).toString();
            String metric = before == Before.NETWORKD ? " metric " + (512 + 10 * eni.number()) : "";
            script.run("route add default via " + gateway + dev + " proto 16 table " + table + metric);
            if (before == Before.SCRIPTS) {
                script.run("route add default via " + gateway + dev + " metric " + table);
            }
            if (eni.hasV6()) {
                for (int i = 0; i <= eni.secondaries(); i++) {
                    script.run("address add " + eni.v6(i) + "/128" + dev + " nodad");
                    script.run("rule add from " + eni.v6(i) + " lookup " + table + " pref " + priority);
                }
                script.run("route add default via fe80:ec2::1" + dev + " proto 9 metric 1024 table " + table);
            }
        }

        Snapshot seen(KernelState state) {
            Instance instance = new Instance(
                    "i-00000001",
                    "eu-central-1a",
                    enis.stream().map(EniSetup::eni).toList(),
                    List.of());
            return new Snapshot(
                    new Reading.Fresh<>(instance, Instant.EPOCH),
                    new Reading.Fresh<>(state, Instant.EPOCH),
                    new HostFacts(List.of(), Ownership.OF_ENID, Set.of()));
        }

        List<KernelStep> planned(KernelState state) {
            return steps(plan(state).changes());
        }

        /** What a pass does that does not see the twins. */
        Plan plan(KernelState state) {
            Snapshot seen = Holds.without(seen(state));
            return Planner.plan(seen, Policy.desire(seen, Settings.DEFAULT));
        }

        List<KernelStep> holds(KernelState state) {
            Snapshot seen = Holds.without(seen(state));
            return steps(Holds.put(seen, Policy.desire(seen, Settings.DEFAULT)));
        }

        List<KernelStep> claims(KernelState state) {
            return steps(Claims.of(seen(state), desired(state)));
        }

        List<KernelStep> remains(KernelState state) {
            return steps(Remains.of(seen(state), desired(state)));
        }

        private Desired desired(KernelState state) {
            return Policy.desire(Holds.without(seen(state)), Settings.DEFAULT);
        }

        /** What networkd has made, in some order: whoever made it last, it removes by what it remembers. */
        List<KernelStep> lettingGo(KernelState first) {
            List<KernelStep> drops = new ArrayList<>();
            for (KernelObject object : first.objects().toList()) {
                boolean networkds = switch (object) {
                    case Address address -> address.link() > 2;
                    case Route route -> route.link() > 2 && route.protocol() != Route.PROTOCOL_KERNEL;
                    case Rule rule -> rule.table() >= 10_000;
                    default -> false;
                };
                if (networkds && !Ownership.OF_ENID.owns(object)) {
                    drops.add(new KernelStep.Drop(object));
                }
            }
            Collections.shuffle(drops, new Random(seed));
            return drops;
        }
    }

    private static List<KernelStep> steps(List<Change> changes) {
        return changes.stream().map(Change::step).toList();
    }

    /** The way of a host through a hand-over, and what did not answer after each step. */
    private static final class Way {
        private final Host host;
        private final List<String> broken = new ArrayList<>();
        private KernelState state;

        Way(Host host) {
            this.host = host;
            this.state = host.state();
            check("at first");
        }

        void go(String what, List<KernelStep> steps) {
            for (KernelStep step : steps) {
                state = Simulation.run(state, List.of(step)).state();
                check(what + ", after " + step.object().toIproute2(state));
            }
        }

        private void check(String when) {
            RouteLookup lookup = new RouteLookup(state);
            for (EniSetup eni : host.enis().subList(1, host.enis().size())) {
                eni.eni().addresses().forEach(ip -> check(lookup, eni, ip, when));
            }
        }

        private void check(RouteLookup lookup, EniSetup eni, Ip ip, String when) {
            if (state.addresses().stream().noneMatch(each -> each.ip().equals(ip))) {
                broken.add(when + ": nobody has " + ip);
            }
            Ip client = CLIENTS.stream()
                    .filter(each -> each.family() == ip.family())
                    .findFirst()
                    .orElseThrow();
            Trace trace = lookup.trace(Flow.of(ip, client));
            if (!trace.bound().orElse(trace).sent().leavesBy(eni.index())) {
                broken.add(when + ": what " + ip + " sends " + trace.sent().words(state));
            }
        }
    }

    private static Way handedOver(Host host, boolean held) {
        Way way = new Way(host);
        KernelState first = way.state;
        if (held) {
            way.go("holding", host.holds(way.state));
        }
        way.go("enid's own", host.planned(way.state));
        if (host.before() == Before.NETWORKD) {
            for (KernelStep drop : host.lettingGo(first)) {
                way.go("networkd lets go", List.of(drop));
            }
            way.go("enid's own, again", host.planned(way.state));
        }
        way.go("claiming", host.claims(way.state));
        way.go("clearing", host.remains(way.state));
        way.go("releasing", steps(Holds.release(way.state)));
        return way;
    }

    @Provide
    Arbitrary<Host> hosts() {
        Arbitrary<List<EniSetup>> enis = Combinators.combine(
                        Arbitraries.of(EniSetup.Families.V4, EniSetup.Families.BOTH)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(3),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(1, 3))
                .as((families, secondaries, subnets) -> IntStream.rangeClosed(0, families.size())
                        .mapToObj(number -> new EniSetup(
                                number,
                                0,
                                1 + number % (subnets + 1),
                                number == 0 ? EniSetup.Families.V4 : families.get(number - 1),
                                number == 0 ? 0 : secondaries,
                                false,
                                EniSetup.Known.LISTED,
                                EniSetup.Wire.UP))
                        .toList());
        return Combinators.combine(Arbitraries.of(Before.class), enis, Arbitraries.longs(), Arbitraries.of(true, false))
                .as(Host::new);
    }

    @Property
    void everyAddressAnswersAfterEachStep(@ForAll("hosts") Host host) {
        assertThat(handedOver(host, true).broken).isEmpty();
    }

    @Property
    void inTheEndAllThatIsWantedIsEnidsAndNothingOfTheOtherIsLeft(@ForAll("hosts") Host host) {
        KernelState last = handedOver(host, true).state;

        assertThat(host.plan(last).changes()).isEmpty();
        assertThat(host.claims(last)).isEmpty();
        assertThat(host.remains(last)).isEmpty();
        assertThat(last.objects().filter(Holds::isHold)).isEmpty();
        assertThat(last.rules())
                .allMatch(
                        rule -> Ownership.OF_ENID.owns(rule) || rule.selector().equals(Rule.Selector.ALL));
        assertThat(last.addresses().stream().filter(each -> each.link() > 2))
                .allMatch(each -> Ownership.OF_ENID.owns(each) || each.scope() != Route.SCOPE_UNIVERSE);
    }

    /** It is the twins that hold: without them the property would not. */
    @Example
    void withoutTwinsAnAddressIsGoneForAMoment() {
        EniSetup primary =
                new EniSetup(0, 0, 1, EniSetup.Families.V4, 0, false, EniSetup.Known.LISTED, EniSetup.Wire.UP);
        EniSetup second =
                new EniSetup(1, 0, 2, EniSetup.Families.BOTH, 1, false, EniSetup.Known.LISTED, EniSetup.Wire.UP);
        Host host = new Host(Before.NETWORKD, List.of(primary, second), 1, false);

        assertThat(handedOver(host, false).broken)
                .anyMatch(line -> line.endsWith("nobody has " + second.v4(0)))
                .anyMatch(line -> line.contains("what " + second.v4(0) + " sends"));
    }

    /** Unless the host is known to be enid's no step is taken: what a person routes otherwise is his. */
    @Example
    void rulesOfOthersWithOtherConditionsStay() {
        EniSetup primary =
                new EniSetup(0, 0, 1, EniSetup.Families.V4, 0, false, EniSetup.Known.LISTED, EniSetup.Wire.UP);
        EniSetup second =
                new EniSetup(1, 0, 2, EniSetup.Families.V4, 0, false, EniSetup.Known.LISTED, EniSetup.Wire.UP);
        Host host = new Host(Before.NETWORKD, List.of(primary, second), 1, false);
        KernelState state = IpScript.on(host.state())
                .run(
                        "rule add from 10.0.1.10 lookup 77 pref 70",
                        "rule add from 10.0.2.0/24 lookup 77 pref 71",
                        "rule add from " + second.v4(0) + " to 192.0.2.0/24 lookup 77 pref 72",
                        "route add 192.0.2.0/24 via 10.0.2.1 dev eth1 table "
                                + second.eni().table())
                .state();

        assertThat(host.remains(state).stream().map(step -> step.object().toIproute2(state)))
                .noneMatch(text -> text.contains("lookup 77") || text.contains("192.0.2.0"));
    }
}
