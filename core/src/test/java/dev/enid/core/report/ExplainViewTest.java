package dev.enid.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.Policy;
import dev.enid.core.desire.Settings;
import dev.enid.core.explain.Explanation;
import dev.enid.core.explain.KernelAnswer;
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

/** Where a packet goes, as a person reads it. */
class ExplainViewTest {

    private static final Flow REPLY = Flow.of(Ip.parse("10.0.2.20"), Ip.parse("192.0.2.1"));

    private final Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.21", "10.0.2.22");

    private Snapshot seen = host.snapshot();

    private void converge() {
        KernelState state = Simulation.run(seen.state(), host.plan()).state();
        seen = new Snapshot(seen.instance(), new Reading.Fresh<>(state, Instant.EPOCH), seen.host());
    }

    private ExplainView view(Flow flow, Optional<KernelAnswer> kernel) {
        return ExplainView.of(seen, Explanation.of(seen, Policy.desire(seen, Settings.DEFAULT), flow, kernel));
    }

    private KernelAnswer by(String link, String gateway, int table) {
        return new KernelAnswer.Found(
                Route.Type.UNICAST, host.index(link), Optional.of(Ip.parse(gateway)), Optional.empty(), table);
    }

    @Test
    void aReplyThatLeavesByItsOwnEni() {
        converge();

        ExplainView view = view(REPLY, Optional.of(by("eth1", "10.0.2.1", 10001)));

        assertThat(view.result()).isEqualTo("leaves");
        assertThat(view.interface_()).contains("eth1");
        assertThat(view.eni()).contains("eni-00000001");
        assertThat(view.sourceCheck().verdict()).isEqualTo("accepted");
        assertThat(ExplainText.of(view, Styles.PLAIN, Integer.MAX_VALUE)).isEqualTo("""
                From 10.0.2.20 to 192.0.2.1

                  * rule 0: from all lookup local
                      # the kernel's own
                      yes, but the table has no route to 192.0.2.1
                    rule 10000: from 10.0.1.10 lookup 10000   # no, the packet is from 10.0.2.20
                  * rule 10001: from 10.0.2.20 lookup 10001
                      # enid's: 10.0.2.20 belongs to eni-00000001, and the VPC takes it from no other ENI
                      yes, route default via 10.0.2.1 dev eth1 table 10001
                      # enid's: what eni-00000001's addresses send leaves by its gateway 10.0.2.1

                The packet leaves by eth1 via 10.0.2.1 with source 10.0.2.20; eth1 is eni-00000001.
                The VPC accepts it: 10.0.2.20 belongs to eni-00000001.
                The kernel says the same: unicast via 10.0.2.1 dev eth1 table 10001.
                """);
    }

    @Test
    void aReplyThatTheVpcDrops() {
        ExplainView view = view(REPLY, Optional.empty());

        assertThat(view.sourceCheck().verdict()).isEqualTo("dropped");
        assertThat(view.kernel()).isEmpty();
        assertThat(ExplainText.of(view, Styles.ANSI, Integer.MAX_VALUE))
                .contains("\u001b[31mThe VPC drops it: 10.0.2.20 does not belong to eni-00000000");
    }

    @Test
    void aKernelThatSaysOtherwise() {
        converge();

        ExplainView view = view(REPLY, Optional.of(by("eth0", "10.0.1.1", 254)));

        assertThat(view.kernel().orElseThrow().agrees()).isFalse();
        assertThat(ExplainText.of(view, Styles.PLAIN, Integer.MAX_VALUE))
                .contains("\nThe kernel says otherwise: unicast via 10.0.1.1 dev eth0 table main, while ");
    }

    @Test
    void rulesThatAreNotAboutThePacketAreCounted() {
        converge();

        ExplainView view =
                view(Flow.of(Ip.parse("10.0.2.99"), Ip.parse("192.0.2.1")).withMark(0x10), Optional.empty());

        assertThat(view.steps()).hasSize(6);
        assertThat(ExplainText.of(view, Styles.PLAIN, Integer.MAX_VALUE))
                .startsWith("From 10.0.2.99 to 192.0.2.1, with mark 0x10\n")
                .contains("    4 rules, from \"rule 10000: from 10.0.1.10 lookup 10000\" on, are not about it\n");
    }

    @Test
    void whatTheHostSendsIsExplainedWithTheSourceItGets() {
        converge();

        ExplainView view = view(Flow.to(Ip.parse("192.0.2.1")), Optional.empty());

        assertThat(view.chosenSource().orElseThrow()).contains("10.0.1.10");
        assertThat(view.packet().from()).isEmpty();
        assertThat(ExplainText.of(view, Styles.PLAIN, 70))
                .startsWith("From an address of the host to 192.0.2.1\n\n  without a source the packet leaves by eth0");
    }

    @Test
    void whatAContainerAnswersLeavesByTheEniThatItWasAskedOn() {
        seen = host.docker().snapshot();
        converge();
        Flow answer = Flow.of(Ip.parse("172.17.0.2"), Ip.parse("192.0.2.1"));
        int mark = java.util.Objects.requireNonNull(
                seen.state().marks().orElseThrow().marks().get("eth1"));

        ExplainView marked = view(answer.withMark(mark), Optional.empty());
        assertThat(marked.interface_()).contains("eth1");
        assertThat(marked.sourceCheck().verdict()).isEqualTo("if-translated");

        ExplainView unmarked = view(answer, Optional.empty());
        assertThat(unmarked.interface_()).contains("eth0");
        assertThat(unmarked.sourceCheck().verdict()).isEqualTo("dropped");
    }

    @Test
    void whatStaysOnTheHost() {
        seen = host.blackhole("192.0.2.0/24", Route.MAIN).snapshot();

        ExplainView view = view(REPLY, Optional.empty());

        assertThat(view.result()).isEqualTo("barred");
        assertThat(view.interface_()).isEmpty();
        assertThat(view.sourceCheck().verdict()).isEqualTo("not-applicable");
    }
}
