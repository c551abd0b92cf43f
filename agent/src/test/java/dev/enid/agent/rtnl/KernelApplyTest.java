package dev.enid.agent.rtnl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.Reason;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Outcome;
import dev.enid.core.reading.Fault;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each errno means for a change, against a kernel that fails where it is told to. */
class KernelApplyTest {

    private static final int OURS = 236;
    private static final Outcome DONE = new Outcome.Done();
    private static final Outcome ALREADY_SO = new Outcome.AlreadySo();

    private final FakeKernel fake = new FakeKernel();
    private final Kernel kernel = fake.kernel();

    private final Address address =
            Address.of(2, Ip.parse("10.0.1.5"), 32, Address.PERMANENT | Address.NOPREFIXROUTE, OURS);
    private final Route subnet = Route.unicast(10001, Cidr.parse("10.0.1.0/24"), NextHop.direct(2), 0, OURS);
    private final Route gateway =
            Route.unicast(10001, Cidr.parse("0.0.0.0/0"), NextHop.via(2, Ip.parse("10.0.1.1")), 0, OURS);
    private final Rule rule = Rule.lookup(Family.V4, 10001, Rule.Selector.from(Cidr.parse("10.0.1.5/32")), 10001, OURS);

    @BeforeEach
    void aLinkThatIsUp() throws LinuxException {
        fake.plug(2, "eth1", new Mac(0x02005e005301L));
        fake.setUp(2, true);
        kernel.observe();
    }

    @AfterEach
    void everyFaultWasMet() {
        fake.assertFaultsConsumed();
    }

    private static Change put(KernelObject object) {
        return new Change(new KernelStep.Put(object), new Reason("a test"));
    }

    private static Change drop(KernelObject object) {
        return new Change(new KernelStep.Drop(object), new Reason("a test"));
    }

    private static Change replace(KernelObject old, KernelObject object) {
        return new Change(new KernelStep.Replace(old, object), new Reason("a test"));
    }

    private static Fault fault(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).fault();
    }

    @Test
    void everythingOfOneEniGoesInOneSend() {
        assertThat(kernel.apply(List.of(put(address), put(subnet), put(gateway), put(rule))))
                .containsOnly(DONE)
                .hasSize(4);
        assertThat(fake.batches()).isEqualTo(1);
        assertThat(fake.objects()).contains(address, subnet, gateway, rule);
    }

    @Test
    void theTableOfMarksIsPutAtItsPlaceInTheOrder() {
        MarkTable table = new MarkTable(0x7f000000, new TreeMap<>(Map.of("eth1", 0x01000000)));
        assertThat(kernel.apply(List.of(put(subnet), put(table), put(rule))))
                .containsOnly(DONE)
                .hasSize(3);
        assertThat(fake.batches()).isEqualTo(2);
        assertThat(fake.nftables().read()).contains(table);

        MarkTable other = new MarkTable(0x7f000000, new TreeMap<>());
        assertThat(kernel.apply(List.of(replace(MarkTable.ALTERED, other)))).containsExactly(DONE);
        assertThat(fake.nftables().read()).contains(other);
        assertThat(kernel.apply(List.of(drop(other)))).containsExactly(DONE);
        assertThat(fake.nftables().read()).isEmpty();
    }

    @Test
    void whatNftablesRefusesIsAFailureAndTheRestGoesOn() {
        fake.nftables().refuse(Fault.Kind.NOT_PERMITTED, "only root may");
        MarkTable table = new MarkTable(0x7f000000, new TreeMap<>(Map.of("eth1", 0x01000000)));

        List<Outcome> outcomes = kernel.apply(List.of(put(table), put(rule)));

        assertThat(fault(outcomes.get(0)))
                .isEqualTo(new Fault(
                        Fault.Kind.NOT_PERMITTED,
                        "adding nftables inet enid: eth1 0x1000000 mask 0x7f000000",
                        "only root may"));
        assertThat(outcomes.get(1)).isEqualTo(DONE);
    }

    @Test
    void whatSomebodyElseMadeTheSameIsAlreadySo() {
        Route theirs = Route.unicast(10001, subnet.destination(), NextHop.direct(2), 0, Route.PROTOCOL_STATIC);
        Rule same = Rule.lookup(Family.V4, 10001, rule.selector(), 10001, 0);
        fake.put(theirs);
        fake.put(same);

        assertThat(kernel.apply(List.of(put(subnet), put(rule)))).containsExactly(ALREADY_SO, ALREADY_SO);
        assertThat(fake.objects()).contains(theirs, same).doesNotContain(subnet, rule);
    }

    @Test
    void whatSomebodyElseMadeOtherwiseIsAFailureThatNamesIt() {
        fake.put(Route.unicast(
                10001, gateway.destination(), NextHop.via(2, Ip.parse("10.0.1.254")), 0, Route.PROTOCOL_STATIC));

        Fault fault = fault(kernel.apply(List.of(put(gateway))).getFirst());

        assertThat(fault.kind()).isEqualTo(Fault.Kind.EXISTS);
        assertThat(fault.doing()).isEqualTo("adding route default via 10.0.1.1 dev eth1 table 10001");
        assertThat(fault.detail()).contains("via 10.0.1.254");
    }

    @Test
    void whatVanishesBetweenTheRefusalAndTheLookIsMade() {
        fake.put(subnet);
        fake.refuse("add route", Errno.EEXIST, 1);
        fake.meanwhile("list route", () -> fake.remove(subnet));

        assertThat(kernel.apply(List.of(put(subnet)))).containsExactly(DONE);
        assertThat(fake.has(subnet)).isTrue();
    }

    @Test
    void whatIsGoneNeedNotBeRemoved() {
        assertThat(kernel.apply(List.of(drop(rule), drop(gateway), drop(address))))
                .containsOnly(ALREADY_SO);
        fake.unplug(2);
        assertThat(kernel.apply(List.of(drop(rule), drop(gateway), drop(address))))
                .containsOnly(ALREADY_SO);
    }

    @Test
    void aLinkThatGoesInTheMiddleTakesItsOwnChangesOnly() {
        fake.plug(3, "eth2", new Mac(0x02005e005302L));
        fake.setUp(3, true);
        Route other = Route.unicast(10002, Cidr.parse("10.0.2.0/24"), NextHop.direct(3), 0, OURS);
        fake.meanwhile("add route 10.0.1.0/24", () -> fake.unplug(2));

        List<Outcome> outcomes = kernel.apply(List.of(put(address), put(subnet), put(gateway), put(other)));

        assertThat(outcomes.get(0)).isEqualTo(DONE);
        assertThat(fault(outcomes.get(1)).kind()).isEqualTo(Fault.Kind.GONE);
        assertThat(fault(outcomes.get(2)).kind()).isEqualTo(Fault.Kind.GONE);
        assertThat(outcomes.get(3)).isEqualTo(DONE);
    }

    @Test
    void aBusyKernelIsAskedAgain() {
        fake.refuse("add rule", Errno.EBUSY, 2);
        fake.refuse("add address", Errno.EAGAIN, 1);

        assertThat(kernel.apply(List.of(put(address), put(rule)))).containsExactly(DONE, DONE);
    }

    @Test
    void aKernelThatStaysBusyIsAFailureThatMayPass() {
        fake.refuse("add rule", Errno.ENOBUFS, 5);

        Fault fault = fault(kernel.apply(List.of(put(rule))).getFirst());

        assertThat(fault.kind()).isEqualTo(Fault.Kind.BUSY);
        assertThat(fault.kind().retryable()).isTrue();
    }

    @Test
    void aLostAnswerIsLookedUpAndNotTakenForAFailure() {
        fake.loseAnswer("add rule", true);
        fake.loseAnswer("add route 10.0.1.0/24", false);

        assertThat(kernel.apply(List.of(put(address), put(subnet), put(rule)))).containsOnly(DONE);

        assertThat(fake.objects()).contains(subnet, rule);
        assertThat(fake.requests().stream().filter(words -> words.startsWith("add rule")))
                .hasSize(1);
        assertThat(fake.requests().stream().filter(words -> words.startsWith("add route")))
                .hasSize(2);
    }

    @Test
    void aLostAnswerToARemovalIsLookedUpToo() {
        fake.put(rule);
        fake.put(subnet);
        fake.loseAnswer("delete rule", true);
        fake.loseAnswer("delete route", false);

        assertThat(kernel.apply(List.of(drop(rule), drop(subnet)))).containsOnly(DONE);
        assertThat(fake.objects()).doesNotContain(rule, subnet);
    }

    @Test
    void withoutThePermissionItSaysWhatWouldGiveIt() {
        fake.refuse("add rule", Errno.EPERM, 1);

        Fault fault = fault(kernel.apply(List.of(put(rule))).getFirst());

        assertThat(fault.kind()).isEqualTo(Fault.Kind.NOT_PERMITTED);
        assertThat(fault.detail()).contains("run as root, or with CAP_NET_ADMIN");
    }

    @Test
    void ipv6SwitchedOffIsSaidAndIsNoMatterOfPermission() {
        fake.put(new Sysctl(2, Sysctl.Name.DISABLE_IPV6, 1));

        Fault fault = fault(kernel.apply(List.of(put(Address.of(2, Ip.parse("2001:db8::5"), 128, 0, OURS))))
                .getFirst());

        assertThat(fault.kind()).isEqualTo(Fault.Kind.REFUSED);
        assertThat(fault.detail()).contains("net.ipv6.conf.eth1.disable_ipv6 is 1");
    }

    @Test
    void aNameThatAnotherLinkHasDoesNotKeepTheLinkDown() {
        fake.plug(3, "eth2", new Mac(0x02005e005302L));
        fake.put(fake.link(2).withAltNames(new TreeSet<>(List.of("device-number-2"))));
        Link before = fake.link(3);
        Link wanted = before.withUp(true)
                .withMtu(9001)
                .withAltNames(new TreeSet<>(List.of("device-number-2", "eni-0a1b2c3d")));

        assertThat(kernel.apply(List.of(replace(before, wanted)))).containsExactly(DONE);
        assertThat(fake.link(3))
                .isEqualTo(before.withUp(true).withMtu(9001).withAltNames(new TreeSet<>(List.of("eni-0a1b2c3d"))));
    }

    @Test
    void aRefusedMtuIsAFailureButTheLinkIsUp() {
        fake.plug(3, "eth2", new Mac(0x02005e005302L));
        Link before = fake.link(3);

        Outcome outcome = kernel.apply(
                        List.of(replace(before, before.withUp(true).withMtu(65000))))
                .getFirst();

        assertThat(fault(outcome).kind()).isEqualTo(Fault.Kind.REFUSED);
        assertThat(fake.link(3).up()).isTrue();
    }

    @Test
    void aSysctlIsSetByTheNameThatTheLinkHasNow() {
        Sysctl wanted = new Sysctl(2, Sysctl.Name.ARP_IGNORE, 1);
        fake.rename(2, "ens6");

        assertThat(kernel.apply(List.of(replace(new Sysctl(2, Sysctl.Name.ARP_IGNORE, 0), wanted))))
                .containsExactly(DONE);

        assertThat(fake.sysctl(2, Sysctl.Name.ARP_IGNORE)).isEqualTo(1);
        assertThat(fake.requests()).contains("write 1 to ens6/arp_ignore");
    }

    @Test
    void aLinkRenamedWhileItsSysctlIsSetIsTriedWithTheNextPass() {
        fake.meanwhile("arp_ignore", () -> fake.rename(2, "ens6"));

        Fault fault = fault(kernel.apply(List.of(put(new Sysctl(2, Sysctl.Name.ARP_IGNORE, 1))))
                .getFirst());

        assertThat(fault.kind()).isEqualTo(Fault.Kind.GONE);
        assertThat(fault.kind().retryable()).isTrue();
    }

    @Test
    void aLinkThatSwappedItsNameIsNotTakenForTheOther() {
        fake.plug(3, "eth2", new Mac(0x02005e005302L));
        fake.meanwhile("arp_ignore", () -> {
            fake.rename(2, "ens6");
            fake.rename(3, "eth1");
        });

        assertThat(fault(kernel.apply(List.of(put(new Sysctl(2, Sysctl.Name.ARP_IGNORE, 1))))
                                .getFirst())
                        .kind())
                .isEqualTo(Fault.Kind.GONE);
    }

    @Test
    void aForeignRuleThatFitsTheSameDescriptionIsNotRemoved() {
        Rule theirs = Rule.lookup(Family.V4, 10001, rule.selector().withIif("eth9"), 10001, 0);
        fake.put(theirs);
        fake.put(rule);

        Fault fault = fault(kernel.apply(List.of(drop(rule))).getFirst());

        assertThat(fault.kind()).isEqualTo(Fault.Kind.EXISTS);
        assertThat(fault.detail()).contains("iif eth9");
        assertThat(fake.objects()).contains(theirs, rule);
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void anAddressWithOtherFlagsIsMadeAnew() {
        Address old = Address.of(2, address.ip(), 32, Address.PERMANENT, OURS);
        fake.put(old);

        assertThat(kernel.apply(List.of(replace(old, address)))).containsExactly(DONE);

        assertThat(fake.objects()).contains(address).doesNotContain(old);
    }

    @Test
    void aSocketThatFailsIsAFailureOfEveryChange() {
        fake.put(rule);
        fake.refuseDump("rule", Errno.EBADMSG, 1);

        List<Outcome> outcomes = kernel.apply(List.of(drop(rule), put(subnet)));

        assertThat(fault(outcomes.getFirst()).kind()).isEqualTo(Fault.Kind.MALFORMED);
        assertThat(outcomes.getLast()).isEqualTo(DONE);
    }

    @Test
    void aLinkIsNeitherMadeNorRemovedByAPlan() {
        List<Outcome> outcomes = kernel.apply(List.of(put(fake.link(2)), drop(fake.link(2)), put(subnet)));

        assertThat(fault(outcomes.get(0)).kind()).isEqualTo(Fault.Kind.INTERNAL);
        assertThat(fault(outcomes.get(1)).kind()).isEqualTo(Fault.Kind.INTERNAL);
        assertThat(outcomes.get(2)).isEqualTo(DONE);
    }
}
