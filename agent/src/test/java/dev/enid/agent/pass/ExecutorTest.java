package dev.enid.agent.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.rtnl.FakeKernel;
import dev.enid.core.desire.Reason;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Outcome;
import dev.enid.core.plan.Plan;
import dev.enid.linux.posix.Errno;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a failure takes along, and what it does not. */
class ExecutorTest {

    private static final int OURS = 236;
    private static final Outcome DONE = new Outcome.Done();

    private final FakeKernel fake = new FakeKernel();
    private final Executor executor = new Executor(fake.kernel());

    private final Address address = address("10.0.1.5");
    private final Route throwing = Route.nowhere(Route.Type.THROW, 10001, Cidr.parse("10.9.0.0/16"), 0, OURS);
    private final Route subnet = Route.unicast(10001, Cidr.parse("10.0.1.0/24"), NextHop.direct(2), 0, OURS)
            .withPreferredSource(Ip.parse("10.0.1.5"));
    private final Route gateway =
            Route.unicast(10001, Cidr.parse("0.0.0.0/0"), NextHop.via(2, Ip.parse("10.0.1.1")), 0, OURS);
    private final Rule rule = rule("10.0.1.5/32", 10001);

    @AfterEach
    void everyFaultWasMet() {
        fake.assertFaultsConsumed();
    }

    private static Address address(String ip) {
        return Address.of(2, Ip.parse(ip), 32, Address.PERMANENT | Address.NOPREFIXROUTE, OURS);
    }

    private static Rule rule(String from, int table) {
        return Rule.lookup(Family.V4, table, Rule.Selector.from(Cidr.parse(from)), table, OURS);
    }

    private static Change put(KernelObject object) {
        return new Change(new KernelStep.Put(object), new Reason("a test"));
    }

    private static Change drop(KernelObject object) {
        return new Change(new KernelStep.Drop(object), new Reason("a test"));
    }

    private Change up() {
        Link link = fake.link(2);
        return new Change(new KernelStep.Replace(link, link.withUp(true)), new Reason("a test"));
    }

    private List<Outcome> apply(Change... changes) {
        return executor.apply(new Plan(List.of(changes), List.of())).results().stream()
                .map(Applied.Result::outcome)
                .toList();
    }

    private void plugged() {
        fake.plug(2, "eth1", new Mac(0x02005e005301L));
    }

    @Test
    void anEniIsSetUpInFewSends() {
        plugged();

        assertThat(apply(up(), put(address), put(throwing), put(subnet), put(gateway), put(rule)))
                .containsOnly(DONE)
                .hasSize(6);
        // Up; the address; routes, with that address as their source; rules.
        assertThat(fake.batches()).isEqualTo(4);
    }

    @Test
    void manyRulesAndRoutesGoTogether() {
        plugged();
        fake.setUp(2, true);
        List<Change> changes = new ArrayList<>();
        Ip first = Ip.parse("10.1.0.0");
        for (int i = 0; i < 1000; i++) {
            changes.add(put(Route.unicast(10001, first.plus(i).toCidr(), NextHop.direct(2), 0, OURS)));
        }
        for (int i = 0; i < 1000; i++) {
            changes.add(put(rule(first.plus(i) + "/32", 10001)));
        }

        assertThat(apply(changes.toArray(Change[]::new))).containsOnly(DONE);
        assertThat(fake.batches()).isEqualTo(1);
    }

    @Test
    void aLinkThatCannotBeSetUpTakesAlongWhatLiesOnIt() {
        plugged();
        fake.refuse("set link", Errno.ENODEV, 1);
        Change up = up();

        List<Outcome> outcomes = apply(up, put(address), put(throwing), put(gateway), put(rule));

        assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Skipped(up));
        assertThat(outcomes.get(2)).isEqualTo(DONE);
        assertThat(outcomes.get(3)).isEqualTo(new Outcome.Skipped(up));
        assertThat(outcomes.get(4)).isEqualTo(new Outcome.Skipped(up));
    }

    @Test
    void aRuleDoesNotLeadToATableWithoutItsDefaultRoute() {
        plugged();
        fake.setUp(2, true);
        fake.refuse("add route default", Errno.EINVAL, 1);

        List<Outcome> outcomes = apply(put(gateway), put(rule), put(rule("10.0.2.5/32", 10002)));

        assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Skipped(put(gateway)));
        assertThat(outcomes.get(2)).isEqualTo(DONE);
    }

    @Test
    void aRuleDoesNotLeadToATableWithoutItsExceptions() {
        plugged();
        fake.refuse("add route 10.9.0.0/16", Errno.EINVAL, 1);
        Rule others = Rule.lookup(Family.V4, 9999, Rule.Selector.ALL, 9999, OURS);
        Route exception = Route.nowhere(Route.Type.THROW, 9999, Cidr.parse("10.9.0.0/16"), 0, OURS);

        assertThat(apply(put(exception), put(others)).get(1)).isEqualTo(new Outcome.Skipped(put(exception)));
    }

    @Test
    void oneRouteOfSomebodyThatCannotBeCopiedDoesNotKeepTheEniFromWorking() {
        plugged();
        fake.setUp(2, true);
        Route copied = Route.unicast(10001, Cidr.parse("172.16.0.0/12"), NextHop.via(2, Ip.parse("10.0.1.9")), 0, OURS);
        fake.refuse("add route 172.16.0.0/12", Errno.EINVAL, 1);

        List<Outcome> outcomes = apply(put(copied), put(gateway), put(rule));

        assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes.subList(1, 3)).containsExactly(DONE, DONE);
    }

    @Test
    void aGatewayThatIsNotKnownToBeOnTheLinkRestsOnTheSubnetsRoute() {
        plugged();
        fake.setUp(2, true);
        Route plain = Route.unicast(Route.MAIN, Cidr.parse("10.0.1.0/24"), NextHop.direct(2), 0, OURS);
        NextHop hop = new NextHop(2, java.util.Optional.of(Ip.parse("10.0.1.1")), 1, 0);
        Route by = Route.unicast(Route.MAIN, Cidr.parse("10.5.0.0/16"), hop, 0, OURS);
        assertThat(apply(put(plain), put(by))).containsOnly(DONE);

        fake.remove(plain);
        fake.remove(by);
        fake.refuse("add route 10.0.1.0/24", Errno.EINVAL, 1);
        assertThat(apply(put(plain), put(by)).get(1)).isEqualTo(new Outcome.Skipped(put(plain)));
    }

    @Test
    void theOldIsNotRemovedWhenTheNewCouldNotBePut() {
        plugged();
        Rule old = rule("10.0.1.5/32", 10007);
        fake.put(old);
        fake.refuse("add rule", Errno.EINVAL, 1);

        List<Outcome> outcomes = apply(put(rule), drop(old));

        assertThat(outcomes.getLast()).isEqualTo(new Outcome.Skipped(put(rule)));
        assertThat(fake.has(old)).isTrue();
    }

    @Test
    void theOldGoesAfterTheNewIsThere() {
        plugged();
        Rule old = rule("10.0.1.5/32", 10007);
        fake.put(old);

        assertThat(apply(put(rule), drop(old))).containsExactly(DONE, DONE);
        assertThat(fake.requests()).element(0).asString().startsWith("add rule");
        assertThat(fake.requests()).element(1).asString().startsWith("delete rule");
    }

    @Test
    void whatSomebodyElsePutIsGoodEnoughForWhatRestsOnIt() {
        plugged();
        fake.setUp(2, true);
        fake.put(Address.of(2, Ip.parse("10.0.1.5"), 32, Address.PERMANENT, 0));

        List<Outcome> outcomes = apply(put(address), put(subnet), put(gateway), put(rule));

        assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes.subList(1, 4)).containsOnly(DONE);
    }

    @Test
    void anInterfaceThatLeavesInTheMiddleDoesNotStopTheOthers() {
        plugged();
        fake.plug(3, "eth2", new Mac(0x02005e005302L));
        fake.setUp(2, true);
        fake.setUp(3, true);
        fake.meanwhile("add address 10.0.1.5", () -> fake.unplug(2));
        Address other = Address.of(3, Ip.parse("10.0.2.5"), 32, Address.PERMANENT | Address.NOPREFIXROUTE, OURS);
        Route way = Route.unicast(10002, Cidr.parse("0.0.0.0/0"), NextHop.via(3, Ip.parse("10.0.2.1")), 0, OURS);

        List<Outcome> outcomes = apply(
                put(address),
                put(other),
                put(subnet),
                put(gateway),
                put(way),
                put(rule),
                put(rule("10.0.2.5/32", 10002)));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes.get(1)).isEqualTo(DONE);
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Skipped(put(address)));
        assertThat(outcomes.get(3)).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes.get(4)).isEqualTo(DONE);
        assertThat(outcomes.get(5)).isInstanceOf(Outcome.Skipped.class);
        assertThat(outcomes.get(6)).isEqualTo(DONE);
    }
}
