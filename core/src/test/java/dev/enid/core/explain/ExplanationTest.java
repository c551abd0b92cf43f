package dev.enid.core.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.Policy;
import dev.enid.core.desire.Settings;
import dev.enid.core.host.Host;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Route;
import dev.enid.core.reading.Reading;
import dev.enid.core.simulate.Flow;
import dev.enid.core.simulate.Simulation;
import dev.enid.core.snapshot.Snapshot;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person is told about a packet. */
class ExplanationTest {

    private static final Flow REPLY = Flow.of(Ip.parse("10.0.2.20"), Ip.parse("192.0.2.1"));

    private final Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20");

    private Explanation explain(Flow flow) {
        return Explanation.of(host.snapshot(), host.desired(), flow);
    }

    /** Once the plan has been carried out. */
    private Explanation explainAfterwards(Flow flow) {
        Snapshot before = host.snapshot();
        KernelState state = Simulation.run(before.state(), host.plan()).state();
        Snapshot after = new Snapshot(before.instance(), new Reading.Fresh<>(state, Instant.EPOCH), before.host());
        return Explanation.of(after, Policy.desire(after, Settings.DEFAULT), flow);
    }

    @Test
    void aReplyThatTheVpcWouldDropIsSaidSo() {
        assertThat(explain(REPLY).words())
                .containsExactly(
                        "rule 0: from all lookup local: yes, but the table has no route to 192.0.2.1",
                        "  the rule is the kernel's own",
                        "rule 32766: from all lookup main: yes, route default via 10.0.1.1 dev eth0 metric 100",
                        "  the rule is the kernel's own",
                        "  the route is someone else's (proto dhcp)",
                        "the packet leaves by eth0 via 10.0.1.1 with source 10.0.2.20",
                        "10.0.2.20 is no address of the host: only a socket that may (IP_FREEBIND) sends from it.",
                        "it leaves by eni-00000000",
                        "the VPC drops it: 10.0.2.20 does not belong to eni-00000000 (unless NAT changes the source, or"
                                + " the ENI's source/destination check is off)");
    }

    @Test
    void afterwardsEachRuleAndRouteSaysWhyItIsThere() {
        assertThat(explainAfterwards(REPLY).words())
                .contains(
                        "rule 10001: from 10.0.2.20 lookup 10001: yes, route default via 10.0.2.1 dev eth1 table 10001",
                        "  the rule is enid's: 10.0.2.20 belongs to eni-00000001, and the VPC takes it from no other ENI",
                        "  the route is enid's: what eni-00000001's addresses send leaves by its gateway 10.0.2.1",
                        "it leaves by eni-00000001",
                        "the VPC accepts it: 10.0.2.20 belongs to eni-00000001");
    }

    @Test
    void whatTheHostSendsWithoutASourceIsExplainedWithTheOneItGets() {
        Explanation explanation = explainAfterwards(Flow.to(Ip.parse("192.0.2.1")));

        assertThat(explanation.firstLookup()).isPresent();
        assertThat(explanation.words()).contains("the VPC accepts it: 10.0.1.10 belongs to eni-00000000");
    }

    @Test
    void whatLeavesByNoEniIsNotChecked() {
        host.otherLink(20, "docker0", "bridge")
                .route("172.17.0.0/16", "", "docker0", Route.MAIN, 0, Route.PROTOCOL_KERNEL);

        Explanation explanation = explain(Flow.of(Ip.parse("10.0.1.10"), Ip.parse("172.17.0.2")));

        assertThat(explanation.eni()).isEmpty();
        assertThat(explanation.sourceCheck().words()).contains("docker0 is no ENI");
        host.imdsNeverRead();
        assertThat(explain(REPLY).sourceCheck().words()).contains("IMDS was never read");
    }

    @Test
    void whatStaysOnTheHostIsNotCheckedEither() {
        host.blackhole("192.0.2.0/24", Route.MAIN);

        assertThat(explain(REPLY).sourceCheck().words()).contains("does not leave the host");
        assertThat(explain(REPLY).words()).contains("the packet is barred (blackhole)");
    }

    @Test
    void theKernelsOwnAnswerIsComparedAndADisagreementSaid() {
        KernelAnswer same = new KernelAnswer.Found(
                Route.Type.UNICAST, host.index("eth0"), Optional.of(Ip.parse("10.0.1.1")), Optional.empty(), 254);
        KernelAnswer other = new KernelAnswer.Refused("ENETUNREACH: network is unreachable");

        Explanation agreed = Explanation.of(host.snapshot(), host.desired(), REPLY, Optional.of(same));
        Explanation disputed = Explanation.of(host.snapshot(), host.desired(), REPLY, Optional.of(other));

        assertThat(agreed.disagreement()).isEmpty();
        assertThat(agreed.words())
                .last()
                .asString()
                .isEqualTo("the kernel says the same: unicast via 10.0.1.1 dev eth0 table main");
        assertThat(disputed.disagreement().orElseThrow())
                .startsWith("the kernel says otherwise: refused: ENETUNREACH")
                .contains("leaves by eth0");
    }
}
