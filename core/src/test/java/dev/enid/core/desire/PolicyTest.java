package dev.enid.core.desire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.host.Host;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host gets, told as what happens to it. */
class PolicyTest {

    @Test
    void aHostWithItsPrimaryAloneGetsNamesAndNothingElse() {
        assertThat(Host.withPrimary().planned())
                .containsExactly("~ link eth0 up mtu 1500 altname device-number-0 altname eni-00000000");
    }

    @Test
    void aSecondEniGetsATableOfItsOwnAndARuleForEachAddress() {
        Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.21", "10.0.2.32/28");

        assertThat(host.planned())
                .containsExactly(
                        "+ route 10.0.1.0/24 dev eth0 table 10000 src 10.0.1.10",
                        "+ route default via 10.0.1.1 dev eth0 table 10000",
                        "+ rule 10000: from 10.0.1.10 lookup 10000",
                        "~ sysctl net.ipv6.conf.eth1.accept_ra_defrtr=0",
                        "~ sysctl net.ipv6.conf.eth1.accept_ra_pinfo=0",
                        "~ sysctl net.ipv6.conf.eth1.accept_dad=0",
                        "~ link eth0 up mtu 1500 altname device-number-0 altname eni-00000000",
                        "~ link eth1 up mtu 9001 altname device-number-1 altname eni-00000001",
                        "+ address 10.0.2.20/24 dev eth1 noprefixroute",
                        "+ address 10.0.2.21/32 dev eth1 noprefixroute",
                        "+ route 10.0.2.0/24 dev eth1 table 10001 src 10.0.2.20",
                        "+ route default via 10.0.2.1 dev eth1 table 10001",
                        "+ rule 10001: from 10.0.2.20 lookup 10001",
                        "+ rule 10001: from 10.0.2.21 lookup 10001",
                        "+ rule 10001: from 10.0.2.32/28 lookup 10001",
                        "+ route 10.0.2.0/24 dev eth1 src 10.0.2.20 metric 101",
                        "+ route default via 10.0.2.1 dev eth1 src 10.0.2.20 metric 101");
        assertThat(host.converged().planned()).isEmpty();
    }

    @Test
    void ipv6IsTreatedAlike() {
        Host host = Host.withPrimary()
                .attached(1, "2001:db8:0:2::/64", "2001:db8:0:2::20", "2001:db8:0:2::21", "2001:db8:0:2:1::/80");

        assertThat(host.planned())
                .contains(
                        "+ address 2001:db8:0:2::20/64 dev eth1 noprefixroute nodad",
                        "+ address 2001:db8:0:2::21/128 dev eth1 noprefixroute nodad",
                        "+ route default via fe80:ec2::1 dev eth1 src 2001:db8:0:2::20 metric 1025",
                        "+ route default via fe80:ec2::1 dev eth1 table 10001 metric 1024",
                        "+ rule 10001: from 2001:db8:0:2::20 lookup 10001",
                        "+ rule 10001: from 2001:db8:0:2:1::/80 lookup 10001");
        assertThat(host.converged().planned()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 512, 1024, 20_100})
    void nothingOutranksThePrimarysRoutesWhateverTheirMetric(long metric) {
        Host host = Host.withDefaultMetric(metric).attached(1, "10.0.1.0/24", "10.0.1.20");

        assertThat(host.planned())
                .contains(
                        "+ route default via 10.0.1.1 dev eth1 src 10.0.1.20 metric " + (metric + 1),
                        "+ route 10.0.1.0/24 dev eth1 src 10.0.1.20 metric " + (metric + 1));
    }

    @Test
    void aConnectedRouteOfThePrimaryWithALargerMetricThanItsDefaultIsNotOutrankedEither() {
        Host host = Host.withDefaultMetric(100)
                .route("10.0.1.0/24", "", "eth0", Route.MAIN, 1024, Route.PROTOCOL_KERNEL)
                .attached(1, "10.0.1.0/24", "10.0.1.20");

        assertThat(host.planned())
                .contains(
                        "+ route 10.0.1.0/24 dev eth1 src 10.0.1.20 metric 1025",
                        "+ route default via 10.0.1.1 dev eth1 src 10.0.1.20 metric 101");
    }

    @Test
    void ofTwoEnisInOneSubnetEachAnswersForItself() {
        Host host = Host.withPrimary().attached(1, "10.0.1.0/24", "10.0.1.20");

        assertThat(host.planned())
                .contains("~ sysctl net.ipv4.conf.eth0.arp_ignore=1", "~ sysctl net.ipv4.conf.eth1.arp_announce=2");
    }

    @Test
    void containersAndTunnelsAreReachedByTheirOwnLinks() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .otherLink(20, "docker0", "bridge")
                .route("172.17.0.0/16", "", "docker0", Route.MAIN, 0, Route.PROTOCOL_KERNEL)
                .otherLink(21, "wg0", "wireguard")
                .route("0.0.0.0/1", "", "wg0", Route.MAIN, 0, Route.PROTOCOL_BOOT)
                .route("128.0.0.0/1", "", "wg0", Route.MAIN, 0, Route.PROTOCOL_BOOT)
                .route("0.0.0.0/0", "", "wg0", Route.MAIN, 50, Route.PROTOCOL_STATIC);

        assertThat(host.planned())
                .contains("+ route 172.17.0.0/16 dev docker0 table 9999", "+ rule 9999: from all lookup 9999")
                .noneMatch(line -> line.contains("wg0"));
    }

    /** Calico and others route each container's address to a veth whose other end is in the container. */
    @Test
    void aContainersVethIsNotTakenForAnEniForTheCopyOfItsRoute() {
        Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20");
        host.put(new Link(
                20,
                "cali0",
                "veth",
                Optional.of(Host.mac(220)),
                Optional.empty(),
                1500,
                0,
                true,
                true,
                false,
                0,
                4,
                true,
                new TreeSet<>()));
        host.route("192.168.7.3/32", "", "cali0", Route.MAIN, 0, Route.PROTOCOL_BOOT);
        assertThat(host.planned()).contains("+ route 192.168.7.3 dev cali0 table 9999");

        assertThat(host.converged().desired().standings())
                .extracting(Standing::state)
                .containsOnly(Standing.State.OK);
    }

    @Test
    void aTunnelThatEnclosesTheVpcDoesNotSwallowTheSubnetsOfTheEnis() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .otherLink(21, "wg0", "wireguard")
                .route("10.0.0.0/8", "", "wg0", Route.MAIN, 0, Route.PROTOCOL_BOOT)
                .route("10.9.0.0/16", "10.0.1.7", "eth0", Route.MAIN, 0, Route.PROTOCOL_STATIC);

        assertThat(host.planned())
                .contains(
                        "+ route throw 10.0.1.0/24 table 9999",
                        "+ route throw 10.0.2.0/24 table 9999",
                        "+ route throw 10.9.0.0/16 table 9999",
                        "+ route 10.0.0.0/8 dev wg0 table 9999")
                .containsSubsequence(
                        "+ route throw 10.0.1.0/24 table 9999",
                        "+ route 10.0.0.0/8 dev wg0 table 9999",
                        "+ rule 9999: from all lookup 9999",
                        "+ rule 10000: from 10.0.1.10 lookup 10000");
    }

    @Test
    void aBlackholeInTheMainTableHoldsForEverySource() {
        Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20").blackhole("192.0.2.0/24", Route.MAIN);

        assertThat(host.planned()).contains("+ route blackhole 192.0.2.0/24 table 9999");
    }

    @Test
    void aUsersSpecificRouteByASecondaryEniStillWins() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .route("198.51.100.0/24", "10.0.2.7", "eth1", Route.MAIN, 0, Route.PROTOCOL_STATIC);

        assertThat(host.planned()).contains("+ route 198.51.100.0/24 via 10.0.2.7 dev eth1 table 10001");
    }

    @Test
    void theGatewayThatTheHostFoundForItselfIsTaken() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .remove(Route.unicast(
                        Route.MAIN,
                        Cidr.parse("0.0.0.0/0"),
                        NextHop.via(2, Ip.parse("10.0.1.1")),
                        100,
                        Route.PROTOCOL_DHCP))
                .route("0.0.0.0/0", "10.0.1.254", "eth0", Route.MAIN, 100, Route.PROTOCOL_DHCP);

        assertThat(host.planned()).contains("+ route default via 10.0.1.254 dev eth0 table 10000");
    }

    @Test
    void aForeignDefaultInTheTableOfASecondaryStaysAndIsShown() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .route("0.0.0.0/0", "10.0.2.254", "eth1", 10001, 0, Route.PROTOCOL_STATIC);

        assertThat(host.withheld()).containsExactly("+ route default via 10.0.2.1 dev eth1 table 10001 (foreign)");
        assertThat(host.planned()).contains("+ rule 10001: from 10.0.2.20 lookup 10001");
    }

    @Test
    void aForeignRouteInThePrimarysTableThatLeadsAwayKeepsItsRulesOut() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .route("0.0.0.0/0", "10.0.2.1", "eth1", 10000, 0, Route.PROTOCOL_STATIC);

        assertThat(host.planned()).noneMatch(line -> line.contains("lookup 10000"));
        assertThat(host.desired().standings().getFirst().notes()).anyMatch(note -> note.contains("someone else's"));
    }

    @Test
    void aForeignRouteInTable9999KeepsTheRuleOut() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .otherLink(20, "docker0", "bridge")
                .route("172.17.0.0/16", "", "docker0", Route.MAIN, 0, Route.PROTOCOL_KERNEL)
                .route("0.0.0.0/0", "10.0.2.1", "eth1", 9999, 0, Route.PROTOCOL_STATIC);

        assertThat(host.withheld()).containsExactly("+ rule 9999: from all lookup 9999 (management-path)");
    }

    @Test
    void whileImdsIsOutDriftIsRepairedAndNothingGoes() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.21")
                .converged();
        Rule rule = rule("10.0.2.20/32", 10001);

        host.imdsOut().remove(rule).eni(1, "10.0.2.0/24", "10.0.2.20");

        assertThat(host.planned()).containsExactly("+ rule 10001: from 10.0.2.20 lookup 10001");
    }

    @Test
    void whereImdsWasNeverReadNothingIsTouched() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .converged()
                .imdsNeverRead();

        assertThat(host.planned()).isEmpty();
    }

    @Test
    void aLinkThatIsGoneTakesItsRulesAlongWhateverImdsSays() {
        for (boolean everRead : List.of(true, false)) {
            Host host = Host.withPrimary()
                    .attached(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.32/28")
                    .attached(2, "10.0.3.0/24", "10.0.3.20")
                    .converged()
                    .unplugged("eth1")
                    .imdsOut();

            assertThat((everRead ? host : host.imdsNeverRead()).planned())
                    .containsExactly(
                            "- rule 10001: from 10.0.2.32/28 lookup 10001",
                            "- rule 10001: from 10.0.2.20 lookup 10001");
        }
    }

    @Test
    void anAddressThatLeavesTheEniGoesOnlyWhenImdsIsFresh() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.21")
                .converged()
                .eni(1, "10.0.2.0/24", "10.0.2.20");

        assertThat(host.planned())
                .containsExactly(
                        "- rule 10001: from 10.0.2.21 lookup 10001", "- address 10.0.2.21/32 dev eth1 noprefixroute");
    }

    @Test
    void aPendingEniWaitsAloneAndKeepsWhatItHas() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .converged()
                .pending(1)
                .attached(2, "10.0.3.0/24", "10.0.3.20");

        assertThat(host.planned())
                .contains("+ rule 10002: from 10.0.3.20 lookup 10002")
                .noneMatch(line -> line.startsWith("-"));
    }

    @Test
    void aDeviceThatImdsForgotKeepsWhatItHas() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .attached(2, "10.0.3.0/24", "10.0.3.20")
                .converged()
                .forgotten(1);

        assertThat(host.planned()).isEmpty();
        assertThat(host.desired().standings()).anyMatch(standing -> standing.state() == Standing.State.UNKNOWN);
    }

    @Test
    void theSameMacOnANewLinkIsSetUpAnew() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .converged()
                .unplugged("eth1");
        host.put(new Link(
                9,
                "eth1",
                "",
                Optional.of(Host.mac(1)),
                Optional.empty(),
                1500,
                9216,
                false,
                false,
                false,
                0,
                0,
                false,
                new TreeSet<>()));

        assertThat(host.planned())
                .contains(
                        "~ link eth1 up mtu 9001 altname device-number-1 altname eni-00000001",
                        "+ address 10.0.2.20/24 dev eth1 noprefixroute")
                .noneMatch(line -> line.contains("rule"));
    }

    @Test
    void aVlanOnAnEniBearsItsMacAndIsNotTakenForIt() {
        Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20");
        host.put(new Link(
                30,
                "eth1.7",
                "vlan",
                Optional.of(Host.mac(1)),
                Optional.empty(),
                1500,
                0,
                true,
                true,
                false,
                0,
                3,
                false,
                new TreeSet<>()));

        assertThat(host.planned()).contains("+ address 10.0.2.20/24 dev eth1 noprefixroute");
    }

    @Test
    void anEniInABridgeIsLeftToWhoeverBuiltIt() {
        Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20").otherLink(20, "br0", "bridge");
        host.put(new Link(
                3,
                "eth1",
                "",
                Optional.of(Host.mac(1)),
                Optional.empty(),
                1500,
                0,
                true,
                true,
                false,
                20,
                0,
                false,
                new TreeSet<>()));

        assertThat(host.planned()).noneMatch(line -> line.contains("eth1"));
    }

    @Test
    void podsKeepTheirAddresses() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.21", "10.0.2.32/28")
                .podFile("/etc/cni/net.d/10-aws.conflist");

        assertThat(host.planned())
                .contains("+ address 10.0.2.20/24 dev eth1 noprefixroute")
                .noneMatch(line -> line.contains("10.0.2.21") || line.contains("10.0.2.32"));
        assertThat(host.withheld())
                .containsExactly(
                        "+ address 10.0.2.21/32 dev eth1 noprefixroute (pods)",
                        "+ rule 10001: from 10.0.2.21 lookup 10001 (pods)",
                        "+ rule 10001: from 10.0.2.32/28 lookup 10001 (pods)");
    }

    @Test
    void anAddressThatAPersonPutElsewhereStaysThere() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.21")
                .address("lo", "10.0.2.21", 32);

        assertThat(host.planned())
                .contains("+ rule 10001: from 10.0.2.21 lookup 10001")
                .noneMatch(line -> line.contains("address 10.0.2.21"));
    }

    @Test
    void anAddressThatIsThereAlreadyIsNotMadeAgainAndNeverRemoved() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .address("eth1", "10.0.2.20", 20)
                .converged();

        assertThat(host.planned()).isEmpty();
        assertThat(host.eni(1, "10.0.2.0/24", "10.0.2.25").planned())
                .noneMatch(line -> line.contains("- address 10.0.2.20"));
    }

    @Test
    void anOptedOutEniIsClearedOfWhatIsOurs() {
        Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20").converged();

        host.settings(new Settings(List.of(EniSelector.parse("eth1")), new TreeSet<>(), true, false, 9001));

        assertThat(host.planned())
                .contains("- rule 10001: from 10.0.2.20 lookup 10001", "- address 10.0.2.20/24 dev eth1 noprefixroute")
                .allMatch(line -> line.startsWith("- "));
    }

    @Test
    void whatAForeignHandKeepsUndoingRests() {
        Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20").converged();
        Rule rule = rule("10.0.2.20/32", 10001);

        host.remove(rule).resting(rule.key());

        assertThat(host.planned()).isEmpty();
        assertThat(host.withheld()).containsExactly("+ rule 10001: from 10.0.2.20 lookup 10001 (back-off)");
    }

    @Test
    void prefixesAnswerOnTheHostWhereAsked() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.32/28")
                .settings(new Settings(List.of(), new TreeSet<>(), true, true, 0));

        assertThat(host.planned())
                .contains(
                        "+ route local 10.0.2.32/28 dev eth1 table local",
                        "~ link eth1 up mtu 1500 altname device-number-1 altname eni-00000001");
    }

    private static Rule rule(String from, int table) {
        return Rule.lookup(Family.V4, table, Rule.Selector.from(Cidr.parse(from)), table, 236);
    }
}
