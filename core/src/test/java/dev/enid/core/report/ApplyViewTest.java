package dev.enid.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.host.Host;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.Outcome;
import dev.enid.core.plan.Plan;
import dev.enid.core.reading.Fault;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What was done, and how a person reads it. */
class ApplyViewTest {

    private static final Fault FAULT =
            new Fault(Fault.Kind.NOT_PERMITTED, "putting it", "EPERM; it takes root: sudo enid apply");

    private static Applied applied(Plan plan, Function<Change, Outcome> outcome) {
        return new Applied(plan.changes().stream()
                .map(each -> new Applied.Result(each, outcome.apply(each)))
                .toList());
    }

    @Test
    void everythingDone() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .converged()
                .eni(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.21");
        Snapshot before = host.snapshot();
        Plan plan = host.plan();
        host.converged();

        ApplyView view = ApplyView.of(
                before,
                applied(
                        plan,
                        change ->
                                change.step().object().toIproute2(host.state()).startsWith("rule")
                                        ? new Outcome.AlreadySo()
                                        : new Outcome.Done()),
                host.snapshot(),
                host.desired(),
                host.plan(),
                List.of());

        assertThat(view.converged()).isTrue();
        assertThat(view.summary()).isEqualTo(new ApplyView.Summary(1, 1, 0, 0));
        assertThat(ApplyText.of(view, Styles.PLAIN, 80))
                .startsWith("""
                eth1
                  + address 10.0.2.21/32 dev eth1 noprefixroute
                """)
                .contains("  + rule 10001: from 10.0.2.21 lookup 10001  already so\n")
                .endsWith("""

                Applied: 1 done, 1 already so. Converged. 2 ENIs are as they should be.
                """);
    }

    @Test
    void aFailureIsShownWithItsCauseAndWhatRestsOnIt() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .converged()
                .eni(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.21");
        Plan plan = host.plan();
        List<Change> blockers = new ArrayList<>();

        ApplyView view = ApplyView.of(
                host.snapshot(),
                applied(plan, change -> {
                    blockers.add(change);
                    return blockers.size() == 1 ? new Outcome.Failed(FAULT) : new Outcome.Skipped(blockers.getFirst());
                }),
                host.snapshot(),
                host.desired(),
                plan,
                List.of());

        assertThat(view.converged()).isFalse();
        assertThat(view.summary()).isEqualTo(new ApplyView.Summary(0, 0, 1, 1));
        assertThat(ApplyText.of(view, Styles.PLAIN, Integer.MAX_VALUE))
                .contains("  + address 10.0.2.21/32 dev eth1 noprefixroute  failed   # putting it: EPERM; it takes"
                        + " root: sudo enid apply; ")
                .contains("  + rule 10001: from 10.0.2.21 lookup 10001  skipped      # rests on address 10.0.2.21/32"
                        + " dev eth1 noprefixroute; ")
                .contains("eth1, still to do\n  + address 10.0.2.21/32 dev eth1 noprefixroute ")
                .endsWith("Applied: 0 done, 1 skipped, 1 failed. Not converged: 2 still to do.\n");
    }

    @Test
    void nothingToDo() {
        Host host = Host.withPrimary().converged();

        ApplyView view = ApplyView.of(
                host.snapshot(), new Applied(List.of()), host.snapshot(), host.desired(), host.plan(), List.of());

        assertThat(view.converged()).isTrue();
        assertThat(ApplyText.of(view, Styles.PLAIN, 80)).isEqualTo("No changes. 1 ENI is as it should be.\n");
    }

    @Test
    void withoutImdsNothingIsConverged() {
        Host host = Host.withPrimary().imdsNeverRead();

        ApplyView view = ApplyView.of(
                host.snapshot(), new Applied(List.of()), host.snapshot(), host.desired(), host.plan(), List.of());

        assertThat(view.converged()).isFalse();
        assertThat(ApplyText.of(view, Styles.PLAIN, Integer.MAX_VALUE))
                .isEqualTo("No changes. IMDS has not been read, so it is not known what should hold, and nothing is"
                        + " changed: reading mac: no answer within 1 s.\n");
    }

    @Test
    void aLinkThatWentMeanwhileKeepsItsName() {
        Host host = Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20");
        Snapshot before = host.snapshot();
        Plan plan = host.plan();
        host.unplugged("eth1");

        ApplyView view = ApplyView.of(
                before,
                applied(plan, _ -> new Outcome.Failed(FAULT)),
                host.snapshot(),
                host.desired(),
                host.plan(),
                List.of());

        assertThat(view.outcomes()).extracting(ApplyView.OutcomeView::object).noneMatch(each -> each.contains(" if3"));
    }
}
