package dev.enid.core.desire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.host.Host;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.simulate.Simulation;
import dev.enid.core.snapshot.MarkUse;
import dev.enid.core.snapshot.Marking;
import dev.enid.core.snapshot.Ownership;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Containers answer by the ENI that they were asked on. */
class ContainersTest {

    private static final int MASK = Settings.Containers.DEFAULT.markMask();
    private static final String TABLE = "nftables inet enid: eth0 0x1000000 eth1 0x2000000 mask 0x7f000000";

    private final Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20");

    @Test
    void asSoonAsABridgeForwardsConnectionsAreMarkedAndMarksLeadIntoTheTablesOfTheirEnis() {
        assertThat(host.planned()).noneMatch(ContainersTest::isOfMarks);
        assertThat(host.desired().containers())
                .isEqualTo(new ContainerStand(false, "no interface but ENIs forwards traffic"));

        host.docker();

        assertThat(host.planned().stream().filter(ContainersTest::isOfMarks))
                .containsExactly(
                        "+ rule 9998: from all fwmark 0x1000000/0x7f000000 lookup 10000",
                        "+ rule 9998: from all fwmark 0x2000000/0x7f000000 lookup 10001",
                        "+ " + TABLE);
        assertThat(host.desired().containers()).isEqualTo(new ContainerStand(true, "docker0 forwards traffic"));
    }

    @Test
    void nothingIsMarkedBeforeTheTablesAreThereAndAllOfItBeforeTheMainTableGetsASecondDefaultRoute() {
        List<String> planned = host.docker().planned();

        int marks = planned.indexOf("+ " + TABLE);
        assertThat(planned.subList(0, marks))
                .contains(
                        "+ route default via 10.0.2.1 dev eth1 table 10001",
                        "+ rule 9998: from all fwmark 0x2000000/0x7f000000 lookup 10001");
        assertThat(planned.subList(marks, planned.size()))
                .contains("+ route default via 10.0.2.1 dev eth1 src 10.0.2.20 metric 101");
    }

    @Test
    void withOneEniThereIsNothingToChooseFrom() {
        Host one = Host.withPrimary().docker();

        assertThat(one.planned()).noneMatch(ContainersTest::isOfMarks);
        assertThat(one.desired().containers().why()).isEqualTo("no second ENI");
    }

    @Test
    void aPersonDecides() {
        assertThat(host.settings(containers(Settings.When.ON)).planned()).contains("+ " + TABLE);
        assertThat(host.docker().settings(containers(Settings.When.OFF)).planned())
                .noneMatch(ContainersTest::isOfMarks);
    }

    @Test
    void wherePodsOwnTheAddressesTheirNetworkRoutesThem() {
        host.docker().podFile("/etc/cni/net.d/10-aws.conflist");

        assertThat(host.planned()).noneMatch(ContainersTest::isOfMarks);
        assertThat(host.desired().containers())
                .isEqualTo(new ContainerStand(
                        false, "pods own the addresses of ENIs; seen: /etc/cni/net.d/10-aws.conflist"));
        assertThat(host.settings(containers(Settings.When.ON)).planned()).contains("+ " + TABLE);
    }

    @Test
    void eachFamilyHasRulesWhereSomethingForwardsIt() {
        host.eni(0, "10.0.1.0/24 2001:db8:0:1::/64", "10.0.1.10", "2001:db8:0:1::10")
                .eni(1, "10.0.2.0/24 2001:db8:0:2::/64", "10.0.2.20", "2001:db8:0:2::20")
                .docker();
        assertThat(families()).containsOnly(Family.V4);

        host.sysctl("docker0", Sysctl.Name.FORWARDING_V6, 1);
        assertThat(families()).contains(Family.V6);
    }

    private List<Family> families() {
        return host.desired().wants().stream()
                .map(Want::object)
                .filter(ContainersTest::isMarkRule)
                .map(rule -> ((Rule) rule).family())
                .toList();
    }

    /** A connection bears its mark as long as it lives. */
    @Test
    void aMarkStaysWithItsEni() {
        host.attached(2, "10.0.3.0/24", "10.0.3.30").docker();
        apply();

        host.forgotten(1).unplugged("eth1");
        apply();
        assertThat(marks())
                .containsExactlyEntriesOf(new TreeMap<>(java.util.Map.of("eth0", 0x100_0000, "eth2", 0x300_0000)));

        host.attached(1, "10.0.2.0/24", "10.0.2.20");
        apply();
        assertThat(marks()).containsEntry("eth1", 0x200_0000);
    }

    @Test
    void aMarkThatSomeEniHasIsNotGivenToAnother() {
        host.docker().put(rule(0x300_0000, 10_001));
        apply();

        host.attached(2, "10.0.3.0/24", "10.0.3.30");
        apply();

        assertThat(marks()).containsEntry("eth1", 0x300_0000).containsEntry("eth2", 0x400_0000);
    }

    @Test
    void aMaskMayHaveRoomForFewerEnis() {
        host.attached(2, "10.0.3.0/24", "10.0.3.30")
                .attached(3, "10.0.4.0/24", "10.0.4.40")
                .docker()
                .settings(settings(new Settings.Containers(Settings.When.AUTO, 0x30)));
        apply();

        assertThat(marks()).containsOnlyKeys("eth0", "eth1", "eth2");
        assertThat(host.desired().notes())
                .contains("mark-mask 0x30 has room for 3 ENIs: what containers answer on eth3 is not marked");
    }

    /** A star in a name would stand for every link whose name begins so. */
    @Test
    void aNameThatNftablesWouldTakeForMoreThanANameIsLeftOut() {
        host.eni(2, "10.0.3.0/24", "10.0.3.30").link("eth*", 2, "").docker();
        apply();

        assertThat(marks()).containsOnlyKeys("eth0", "eth1");
        assertThat(host.desired().notes()).anyMatch(note -> note.startsWith("eth* is no name that nftables"));
    }

    @Test
    void aStrictReversePathFilterIsLoosenedOnEnisAlone() {
        host.docker().sysctl("eth1", Sysctl.Name.RP_FILTER, 1).sysctl("docker0", Sysctl.Name.RP_FILTER, 1);

        assertThat(loosened()).containsExactly("~ sysctl net.ipv4.conf.eth1.rp_filter=2");

        host.sysctl("", Sysctl.Name.RP_FILTER, 1);
        assertThat(loosened())
                .containsExactly("~ sysctl net.ipv4.conf.eth0.rp_filter=2", "~ sysctl net.ipv4.conf.eth1.rp_filter=2");

        host.sysctl("eth0", Sysctl.Name.RP_FILTER, 2);
        assertThat(loosened()).containsExactly("~ sysctl net.ipv4.conf.eth1.rp_filter=2");
        assertThat(host.settings(containers(Settings.When.OFF)).planned())
                .noneMatch(line -> line.contains("rp_filter"));
    }

    private List<String> loosened() {
        return host.planned().stream()
                .filter(line -> line.contains("rp_filter"))
                .toList();
    }

    @Test
    void whereNftablesCannotBeUsedItIsSaidAndRulesOfMarksStay() {
        host.docker();
        apply();
        host.marking(new Marking(Optional.of("neither libnftables nor nft is installed"), List.of()));

        assertThat(host.planned()).isEmpty();
        assertThat(host.plan().withheld()).isEmpty();

        Host bare = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .docker()
                .marking(new Marking(Optional.of("neither libnftables nor nft is installed"), List.of()));
        assertThat(bare.planned()).noneMatch(ContainersTest::isOfMarks);
        assertThat(bare.plan().withheld()).singleElement().satisfies(each -> {
            assertThat(each.guard()).isEqualTo(Guard.NO_NFTABLES);
            assertThat(each.why()).isEqualTo("neither libnftables nor nft is installed");
        });
    }

    @Test
    void whenNothingForwardsAnyMoreNothingIsLeft() {
        host.docker();
        apply();
        assertThat(host.planned()).isEmpty();

        host.unplugged("docker0");

        assertThat(host.planned().stream().filter(ContainersTest::isOfMarks))
                .containsExactly(
                        "- " + TABLE,
                        "- rule 9998: from all fwmark 0x2000000/0x7f000000 lookup 10001",
                        "- rule 9998: from all fwmark 0x1000000/0x7f000000 lookup 10000");
        apply();
        assertThat(host.state().marks()).isEmpty();
        assertThat(host.state().rules()).noneMatch(ContainersTest::isMarkRule);
    }

    @Test
    void withoutAWordFromImdsNothingIsTakenAway() {
        host.docker();
        apply();

        assertThat(host.unplugged("docker0").imdsNeverRead().planned()).noneMatch(ContainersTest::isOfMarks);
    }

    @Test
    void aTableThatSomeoneHasChangedIsMadeAnew() {
        host.docker();
        apply();
        host.put(MarkTable.ALTERED);

        assertThat(host.planned()).containsExactly("~ " + TABLE);
    }

    /** Somebody ended enid while it took the table away. */
    @Test
    void aTableThatIsAboutToGoGoesOrIsMadeAnew() {
        MarkTable nothing = new MarkTable(0x7f000000, new TreeMap<>());
        host.put(nothing);
        assertThat(host.planned().stream().filter(ContainersTest::isOfMarks))
                .containsExactly("- nftables inet enid: mask 0x7f000000");

        host.docker();
        assertThat(host.planned()).contains("~ " + TABLE);
        apply();
        assertThat(host.planned()).isEmpty();
    }

    @Test
    void whoElseUsesTheBitsIsToldAndWhichAreFree() {
        host.docker()
                .put(Rule.lookup(Family.V4, 5210, Rule.Selector.mark(0x8_0000, 0xff_0000), Route.MAIN, 0))
                .marking(new Marking(
                        Optional.empty(),
                        List.of(
                                new MarkUse("nftables ip mangle, chain cali-PREROUTING", 0xffff_0000),
                                new MarkUse("nftables ip nat, chain KUBE-MARK-MASQ", 0x4000))));

        assertThat(host.desired().notes())
                .containsExactly("mark-mask 0x7f000000 is used by others too: nftables ip mangle, chain cali-PREROUTING"
                        + " (0xffff0000); mark-mask = 0x3f80 in the settings avoids it");

        host.settings(settings(new Settings.Containers(Settings.When.AUTO, 0x3f80)));
        assertThat(host.desired().notes()).isEmpty();

        host.settings(settings(new Settings.Containers(Settings.When.AUTO, 0xc_0000)));
        assertThat(host.desired().notes().getFirst())
                .contains("ip rule 5210: from all fwmark 0x80000/0xff0000 lookup main (0xff0000)");
    }

    @Test
    void settingsOfTheHostThatKeepContainersFromAnsweringAreToldAndLeft() {
        host.docker().sysctl("docker0", Sysctl.Name.RP_FILTER, 1).sysctl("docker0", Sysctl.Name.SRC_VALID_MARK, 1);
        apply();

        assertThat(host.desired().notes())
                .singleElement()
                .asString()
                .startsWith("net.ipv4.conf.docker0.rp_filter is 1 while src_valid_mark is 1");
        assertThat(host.planned()).isEmpty();
    }

    @Test
    void bridgesThatPassNetfilterByAreTold() {
        assertThat(host.docker().bridgesPassNetfilter(true).desired().notes()).isEmpty();
        assertThat(host.bridgesPassNetfilter(false).desired().notes())
                .singleElement()
                .asString()
                .startsWith("net.bridge.bridge-nf-call-iptables is 0");
    }

    @Test
    void masksAreRunsOfBits() {
        assertThat(List.of(0x3, 0x7f00_0000, 0xc000_0000, -1)).allMatch(Settings.Containers::isMask);
        assertThat(List.of(0, 1, 0x80, 0x5, 0x7f00_0001)).noneMatch(Settings.Containers::isMask);
    }

    private void apply() {
        var after = Simulation.run(host.state(), host.plan()).state();
        host.state().objects().forEach(host::remove);
        after.objects().forEach(host::put);
    }

    private java.util.SortedMap<String, Integer> marks() {
        return host.state().marks().orElseThrow().marks();
    }

    private static Rule rule(int mark, int table) {
        return Rule.lookup(Family.V4, 9998, Rule.Selector.mark(mark, MASK), table, Ownership.ENID);
    }

    private static boolean isOfMarks(String line) {
        return line.contains("fwmark") || line.contains("nftables");
    }

    private static boolean isMarkRule(KernelObject object) {
        return object instanceof Rule rule && rule.selector().mask() != 0;
    }

    private static Settings containers(Settings.When when) {
        return settings(new Settings.Containers(when, MASK));
    }

    private static Settings settings(Settings.Containers containers) {
        return new Settings(List.of(), new TreeSet<>(), true, false, 9001, containers);
    }
}
