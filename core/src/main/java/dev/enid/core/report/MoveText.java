package dev.enid.core.report;

import java.util.List;
import java.util.Locale;

/** {@code enid move} for a person: the plan before, lines while it is done, and the end. */
public final class MoveText {

    private MoveText() {}

    /** What is going to be done, with a newline at its end. */
    public static String plan(MoveView move, Styles styles, int width) {
        Page page = new Page(width);
        page.line(styles.strong("Move " + move.what())
                + move.from().map(from -> " from " + from.words()).orElse("") + " to "
                + move.to().words());
        int number = 1;
        for (String step : move.steps()) {
            page.paragraph("  " + number + ". ", step, line -> line);
            number++;
        }
        for (String sentence : move.interrupts()) {
            page.paragraph("  ~ ", sentence, styles::warn);
        }
        for (String sentence : move.warnings()) {
            page.paragraph("  ! ", sentence, styles::warn);
        }
        return page.toString();
    }

    /** A line of progress, without a newline: {@code   0.412 s  attach ...}. */
    public static String progress(long ms, String text, Styles styles) {
        return styles.faint(String.format(Locale.ROOT, "%9.3f s", ms / 1000.0)) + "  " + text;
    }

    /** How it ended, with a newline at its end. */
    public static String end(MoveView move, Styles styles, int width) {
        Page page = new Page(width);
        String to = move.to().words();
        switch (move.outcome()) {
            case "planned" ->
                page.line(
                        move.steps().isEmpty()
                                ? styles.strong("Nothing to do.") + " " + move.what() + " is at " + to + "."
                                : styles.strong("Plan:") + " " + count(move.steps()) + ". Nothing was changed.");
            case "already-there" ->
                page.line(styles.strong("Nothing to do.") + " " + move.what() + " is at " + to + ".");
            default -> page.line(styles.good("Moved.") + " " + move.what() + " is at " + to + ".");
        }
        if (!move.notObserved().isEmpty()) {
            page.paragraph(
                    "",
                    "Not observed from here: " + String.join(", ", move.notObserved())
                            + ". --probe, or --to self on the instance, would see.",
                    styles::faint);
        }
        return page.toString();
    }

    private static String count(List<String> steps) {
        return steps.size() == 1 ? "1 step" : steps.size() + " steps";
    }
}
