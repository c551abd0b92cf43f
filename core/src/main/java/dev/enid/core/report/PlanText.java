package dev.enid.core.report;

import dev.enid.core.report.ChangeLines.Line;
import java.util.ArrayList;
import java.util.List;

/** {@code enid plan} for a person. */
public final class PlanText {

    private PlanText() {}

    /**
     * The text, with a newline at its end.
     *
     * @param width of the terminal in columns; {@link Integer#MAX_VALUE} for none
     */
    public static String of(PlanView plan, Styles styles, int width) {
        Page page = new Page(width);
        ChangeLines changes = new ChangeLines(page, styles);
        changes.print(plan.changes().stream().map(PlanText::line).toList(), link -> link);
        withheld(page, changes, plan.withheld());
        notes(page, plan, styles);
        return page.toString();
    }

    private static void notes(Page page, PlanView plan, Styles styles) {
        page.blank();
        List<String> rest = plan.notes();
        if (plan.changes().isEmpty()) {
            page.line(styles.strong("No changes.")
                    + rest.stream().findFirst().map(each -> " " + each).orElse(""));
            rest = rest.isEmpty() ? rest : rest.subList(1, rest.size());
        }
        notes(page, rest, styles);
        if (!plan.changes().isEmpty()) {
            PlanView.Summary summary = plan.summary();
            page.line(styles.strong("Plan:") + " " + summary.add() + " to add, " + summary.replace() + " to replace, "
                    + summary.remove() + " to remove"
                    + (plan.withheld().isEmpty() ? "" : ", " + plan.withheld().size() + " withheld") + ".");
        }
    }

    /** Each on its own, after a mark. */
    static void notes(Page page, List<String> notes, Styles styles) {
        notes.forEach(note -> page.paragraph(styles.warn("!") + " ", 2, note, each -> each));
    }

    static void withheld(Page page, ChangeLines changes, List<WithheldView> withheld) {
        changes.print(
                withheld.stream()
                        .map(each -> new Line(
                                each.action(),
                                each.interface_(),
                                each.object(),
                                List.of(each.guard() + ": " + each.why())))
                        .toList(),
                link -> link + ", withheld");
    }

    static Line line(ChangeView change) {
        List<String> reasons = new ArrayList<>();
        change.was().ifPresent(was -> reasons.add(difference(was, change.object())));
        reasons.add(change.because());
        return new Line(change.action(), change.interface_(), change.object(), reasons);
    }

    /**
     * What is left of {@code was} after the words that both begin with: {@code was down mtu 1500}, or a sysctl's value. Where
     * nothing is left, what it was without.
     */
    private static String difference(String was, String is) {
        if (is.startsWith(was + " ")) {
            return "was without " + is.substring(was.length() + 1);
        }
        int from = 0;
        for (int i = 0; i < was.length() && i < is.length() && was.charAt(i) == is.charAt(i); i++) {
            if (was.charAt(i) == ' ' || was.charAt(i) == '=') {
                from = i + 1;
            }
        }
        return "was " + was.substring(from);
    }
}
