package dev.enid.core.report;

import dev.enid.core.report.AdoptView.FindingView;
import dev.enid.core.report.AdoptView.StepView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code enid adopt} for a person. */
public final class AdoptText {

    /** The longest of the words for a step. */
    private static final int ACTION = 7;

    private AdoptText() {}

    /**
     * The text, with a newline at its end.
     *
     * @param width of the terminal in columns; {@link Integer#MAX_VALUE} for none
     */
    public static String of(AdoptView view, Styles styles, int width) {
        Page page = new Page(width);
        findings(page, view.findings(), styles);
        if (!view.steps().isEmpty()) {
            page.blank();
            page.line(styles.strong(view.state().equals("undone") ? "Undoing" : "Steps"));
            int number = 1;
            for (StepView step : view.steps()) {
                step(page, number++, step, styles);
            }
        }
        page.blank();
        PlanText.notes(page, view.notes(), styles);
        page.line(last(view, styles));
        return page.toString();
    }

    private static void findings(Page page, List<FindingView> findings, Styles styles) {
        Map<String, Map<String, Integer>> groups = new LinkedHashMap<>();
        Map<String, FindingView> first = new LinkedHashMap<>();
        for (FindingView each : findings) {
            groups.computeIfAbsent(each.peer(), _ -> new LinkedHashMap<>()).merge(each.what(), 1, Integer::sum);
            first.putIfAbsent(each.peer() + "\n" + each.what(), each);
        }
        groups.forEach((peer, whats) -> {
            page.blank();
            page.line(styles.strong(peer));
            whats.keySet().forEach(what -> {
                FindingView finding = java.util.Objects.requireNonNull(first.get(peer + "\n" + what));
                page.line("  " + what);
                page.paragraph("      # ", finding.evidence() + "; " + finding.becomes(), styles::faint);
            });
        });
    }

    private static void step(Page page, int number, StepView step, Styles styles) {
        String outcome = step.outcome().map(each -> "  " + each).orElse("");
        boolean bad = step.outcome().filter(each -> each.startsWith("failed")).isPresent();
        page.line(Page.padded("  " + number + ".", 6) + Page.padded(step.action(), ACTION) + "  " + step.what()
                + (bad ? styles.bad(outcome) : outcome));
        if (step.outcome().isEmpty() && !step.because().isEmpty()) {
            page.paragraph(" ".repeat(8 + ACTION) + "# ", step.because(), styles::faint);
        }
    }

    private static String last(AdoptView view, Styles styles) {
        String journal = view.journal().map(each -> ", written down in " + each).orElse("");
        return switch (view.state()) {
            case "planned" ->
                styles.strong("Plan:") + " " + view.steps().size()
                        + " steps. `enid adopt --apply` takes them, `enid adopt --undo` takes them back.";
            case "adopted" -> styles.strong("Adopted") + journal + ".";
            case "unfinished" ->
                styles.bad("Not finished") + journal
                        + ". `enid adopt --apply` goes on, `enid adopt --undo` takes it back.";
            case "undone" -> styles.strong("Undone") + journal + ".";
            default ->
                styles.strong("Nothing to adopt.") + " No other tool has set up the secondary ENIs of this host.";
        };
    }
}
