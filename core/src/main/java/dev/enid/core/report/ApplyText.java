package dev.enid.core.report;

import dev.enid.core.report.ApplyView.OutcomeView;
import dev.enid.core.report.ChangeLines.Line;
import java.util.ArrayList;
import java.util.List;

/** {@code enid apply} for a person. */
public final class ApplyText {

    private ApplyText() {}

    /**
     * The text, with a newline at its end.
     *
     * @param width of the terminal in columns; {@link Integer#MAX_VALUE} for none
     */
    public static String of(ApplyView applied, Styles styles, int width) {
        Page page = new Page(width);
        ChangeLines changes = new ChangeLines(page, styles);
        changes.print(applied.outcomes().stream().map(ApplyText::line).toList(), link -> link);
        PlanText.withheld(page, changes, applied.withheld());
        changes.print(applied.remaining().stream().map(PlanText::line).toList(), link -> link + ", still to do");
        page.blank();
        summary(page, applied, styles);
        return page.toString();
    }

    private static Line line(OutcomeView outcome) {
        String word = outcome.outcome();
        List<String> reasons =
                outcome.detail().isEmpty() ? List.of(outcome.because()) : List.of(outcome.detail(), outcome.because());
        boolean alarming = word.equals("failed") || word.equals("skipped");
        return new Line(
                outcome.action(),
                outcome.interface_(),
                outcome.object(),
                word.equals("done") ? "" : word,
                alarming,
                reasons);
    }

    private static void summary(Page page, ApplyView applied, Styles styles) {
        List<String> notes = applied.notes();
        if (applied.outcomes().isEmpty() && applied.remaining().isEmpty()) {
            page.line(styles.strong("No changes.")
                    + notes.stream().findFirst().map(each -> " " + each).orElse(""));
            PlanText.notes(page, notes.isEmpty() ? notes : notes.subList(1, notes.size()), styles);
            return;
        }
        // The first note explains why nothing is left to do.
        String settled = applied.remaining().isEmpty() && applied.converged() ? notes.getFirst() : "";
        PlanText.notes(page, settled.isEmpty() ? notes : notes.subList(1, notes.size()), styles);
        ApplyView.Summary counts = applied.summary();
        List<String> parts = new ArrayList<>();
        parts.add(counts.done() + " done");
        add(parts, counts.alreadySo(), "already so");
        add(parts, counts.skipped(), "skipped");
        add(parts, counts.failed(), "failed");
        add(parts, applied.withheld().size(), "withheld");
        page.line(styles.strong("Applied:") + " " + String.join(", ", parts) + ". "
                + (applied.converged()
                        ? styles.good("Converged.") + " " + settled
                        : styles.bad("Not converged:") + " "
                                + applied.remaining().size() + " still to do."));
    }

    private static void add(List<String> parts, long count, String word) {
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }
}
