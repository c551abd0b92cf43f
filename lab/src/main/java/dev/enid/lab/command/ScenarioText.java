package dev.enid.lab.command;

import dev.enid.agent.cli.Terminal;
import dev.enid.core.report.Page;
import dev.enid.lab.play.Audience;
import dev.enid.lab.play.ScenarioView;
import dev.enid.lab.play.ScenarioView.EvidenceView;
import dev.enid.lab.play.ScenarioView.FailureView;
import dev.enid.lab.play.ScenarioView.StepView;
import dev.enid.lab.scenario.Entry;
import dev.enid.lab.scenario.Scenario;
import java.util.List;
import java.util.Locale;

/** What {@code enid lab scenario run} prints for a person. */
final class ScenarioText implements Audience {

    private static final int MARK_COLUMNS = "FAILED ".length();

    private final Terminal out;

    ScenarioText(Terminal out) {
        this.out = out;
    }

    void begin(Scenario scenario) {
        out.line(out.styles().strong(scenario.name()));
        print(page -> {
            page.paragraph("  ", scenario.title(), each -> each);
            scenario.complaints().forEach(each -> page.paragraph("  ", each, out.styles()::faint));
        });
    }

    @Override
    public void begins(int depth, Entry entry) {
        out.line("  " + "  ".repeat(depth) + "       " + entry.text());
    }

    @Override
    public void done(int depth, StepView step) {
        String mark = step.ok() ? out.styles().good("ok    ") : out.styles().bad("FAILED");
        String seen = step.detail().isEmpty() || step.detail().indexOf('\n') >= 0 ? "" : ": " + step.detail();
        print(page -> page.paragraph(
                "  " + "  ".repeat(depth) + mark + " ",
                MARK_COLUMNS + 2 + 2 * depth,
                step.step() + out.styles().faint(seen + " (" + step.tookMs() + " ms)"),
                each -> each));
    }

    void end(ScenarioView view) {
        view.failure().ifPresent(this::failure);
        String how = view.ok() ? out.styles().good("passed") : out.styles().bad("failed");
        out.line("  " + how + String.format(Locale.ROOT, ", in %.1f s", view.tookMs() / 1000.0));
        out.line("");
    }

    private void failure(FailureView failure) {
        String where = failure.line() == 0 ? "" : "line " + failure.line() + ": ";
        block("  " + where + "expected", failure.expected());
        block("  seen", failure.seen());
        for (EvidenceView each : failure.evidence()) {
            block("  " + each.what(), each.text());
        }
    }

    private void block(String heading, String text) {
        out.line(out.styles().strong(heading));
        text.strip().lines().forEach(line -> out.line("    " + line));
    }

    void summary(List<ScenarioView> views, long tookMs) {
        long passed = views.stream().filter(ScenarioView::ok).count();
        out.line(String.format(Locale.ROOT, "%d of %d passed, in %.1f s.", passed, views.size(), tookMs / 1000.0));
        views.stream()
                .filter(each -> !each.ok())
                .forEach(each -> out.line("  " + out.styles().bad("failed") + "  " + each.name()));
    }

    void kept(String lab, Scenario scenario) {
        String machine = scenario.vpc().instances().firstKey();
        print(page -> page.line("  the lab is kept until Ctrl-C, or enid lab down " + lab)
                .line("    enid lab show " + lab)
                .line("    enid lab exec --lab " + lab + " " + machine));
    }

    private void print(java.util.function.Consumer<Page> text) {
        Page page = new Page(out.width());
        text.accept(page);
        out.stream().print(page);
    }
}
