package dev.enid.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.host.Host;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.report.PlanView.Summary;
import dev.enid.core.snapshot.Ownership;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan says of each change, and of there being none. */
class PlanViewTest {

    private static PlanView view(Host host) {
        return PlanView.of(host.snapshot(), host.desired(), host.plan());
    }

    private static ChangeView find(Host host, String object) {
        return view(host).changes().stream()
                .filter(each -> each.object().startsWith(object))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyChangeNamesTheInterfaceItIsAbout() {
        Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.64/28");

        assertThat(find(host, "rule 10001: from 10.0.2.20 ").interface_()).isEqualTo("eth1");
        assertThat(find(host, "rule 10001: from 10.0.2.64/28 ").interface_()).isEqualTo("eth1");
        assertThat(find(host, "rule 10000: from 10.0.1.10 ").interface_()).isEqualTo("eth0");
        assertThat(find(host, "address 10.0.2.20/24 ").interface_()).isEqualTo("eth1");
        assertThat(find(host, "route default via 10.0.2.1 ").interface_()).isEqualTo("eth1");
        assertThat(find(host, "sysctl net.ipv6.conf.eth1.").interface_()).isEqualTo("eth1");
        assertThat(find(host, "link eth1 ").interface_()).isEqualTo("eth1");
    }

    @Test
    void aRuleThatServesTheWholeHostNamesNoInterface() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .otherLink(20, "docker0", "bridge")
                .route("172.17.0.0/16", "", "docker0", Route.MAIN, 0, Route.PROTOCOL_KERNEL);

        assertThat(find(host, "rule 9999: ").interface_()).isEmpty();
        assertThat(find(host, "route 172.17.0.0/16 ").interface_()).isEqualTo("docker0");
    }

    @Test
    void aRuleToATableOfNoEniNamesTheInterfaceOfItsAddress() {
        Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.64/28");
        Concern concern = new Concern(host.state(), host.desired().standings());

        assertThat(concern.interfaceOf(ruleFrom("10.0.2.20/32"))).isEqualTo("eth1");
        assertThat(concern.interfaceOf(ruleFrom("10.0.2.64/28"))).isEqualTo("eth1");
        assertThat(concern.interfaceOf(ruleFrom("10.0.2.0/24"))).isEmpty();
        assertThat(concern.interfaceOf(ruleFrom("192.0.2.1/32"))).isEmpty();
    }

    private static Rule ruleFrom(String source) {
        return Rule.lookup(Family.V4, 10_077, Rule.Selector.from(Cidr.parse(source)), 10_077, Ownership.ENID);
    }

    @Test
    void aReplacedObjectIsShownAsItWasToo() {
        Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20");

        ChangeView change = find(host, "link eth1 ");

        assertThat(change.action()).isEqualTo("replace");
        assertThat(change.was()).contains("link eth1 down mtu 1500");
        assertThat(find(host, "rule 10001: ").was()).isEmpty();
    }

    @Test
    void theSummaryCountsEachKind() {
        PlanView plan = view(Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20"));

        assertThat(plan.summary().all()).isEqualTo(plan.changes().size());
        assertThat(plan.summary().replace())
                .isEqualTo(plan.changes().stream()
                        .filter(each -> each.action().equals("replace"))
                        .count());
    }

    @Test
    void whatAGuardRefusesIsShownApart() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .route("0.0.0.0/0", "10.0.2.254", "eth1", 10001, 0, Route.PROTOCOL_STATIC);

        assertThat(view(host).withheld()).singleElement().satisfies(each -> {
            assertThat(each.guard()).isEqualTo("foreign");
            assertThat(each.interface_()).isEqualTo("eth1");
            assertThat(each.object()).isEqualTo("route default via 10.0.2.1 dev eth1 table 10001");
            assertThat(each.why()).isNotEmpty();
        });
    }

    @Test
    void thatThereIsNothingToDoIsExplained() {
        PlanView plan = view(Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .pending(2)
                .converged());

        assertThat(plan.summary()).isEqualTo(new Summary(0, 0, 0));
        assertThat(plan.notes()).first().isEqualTo("2 ENIs are as they should be; 1 pending.");
        assertThat(plan.notes().get(1)).startsWith("02:00:00:00:00:02: not consistent in IMDS yet");
    }

    @Test
    void withoutImdsNothingIsCalledAsItShouldBe() {
        PlanView plan = view(Host.withPrimary().imdsNeverRead());

        assertThat(plan.imds()).isEqualTo("missing");
        assertThat(plan.notes())
                .isEqualTo(
                        List.of("IMDS has not been read, so it is not known what should hold, and nothing is changed:"
                                + " reading mac: no answer within 1 s."));
    }

    @Test
    void aStaleReadingOfImdsIsSaid() {
        PlanView plan = view(Host.withPrimary().converged().imdsOut());

        assertThat(plan.imds()).isEqualTo("stale");
        assertThat(plan.notes())
                .containsExactly(
                        "1 ENI is as it should be.",
                        "IMDS cannot be read; what it said at 1970-01-01T00:00:00Z stays in force, and nothing is"
                                + " removed: reading mac: no answer within 1 s.");
    }
}
