package dev.enid.core.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Changes, grouped by interface: {@code + rule 10001: from 10.0.2.20 lookup 10001   # why}. */
final class ChangeLines {

    /**
     * Where the terminal is too narrow for all of them, reasons line up after objects of up to this length: those of IPv6 would
     * push all of them out of sight.
     */
    private static final int MOST_ALIGNED = 64;

    /**
     * One line.
     *
     * @param tail what follows the object before the reason: an outcome, or nothing
     * @param alarming whether the tail says that something went wrong
     */
    record Line(String action, String link, String object, String tail, boolean alarming, List<String> reasons) {

        Line(String action, String link, String object, List<String> reasons) {
            this(action, link, object, "", false, reasons);
        }

        String reason() {
            return String.join("; ", reasons);
        }

        int columns() {
            return object.length() + (tail.isEmpty() ? 0 : 2 + tail.length());
        }
    }

    private final Page page;
    private final Styles styles;

    ChangeLines(Page page, Styles styles) {
        this.page = page;
        this.styles = styles;
    }

    /** Prints the groups in the order of their first lines; what is about no interface comes under "host". */
    void print(List<Line> lines, Function<String, String> title) {
        Map<String, List<Line>> groups = new LinkedHashMap<>();
        lines.forEach(each -> groups.computeIfAbsent(each.link(), _ -> new java.util.ArrayList<>())
                .add(each));
        groups.forEach((link, group) -> {
            page.blank();
            page.line(styles.strong(title.apply(link.isEmpty() ? "host" : link)));
            int column = column(group);
            group.forEach(each -> print(each, column));
        });
    }

    private int column(List<Line> group) {
        int longest = group.stream().mapToInt(Line::columns).max().orElse(0);
        boolean roomy = group.stream().allMatch(each -> fits(each, longest));
        return roomy
                ? longest
                : group.stream()
                        .mapToInt(Line::columns)
                        .filter(each -> each <= MOST_ALIGNED)
                        .max()
                        .orElse(0);
    }

    private boolean fits(Line line, int column) {
        return (long) start(line, column) + 2 + line.reason().length() <= page.width();
    }

    /** The column at which the reason starts. */
    private static int start(Line line, int column) {
        return 4 + Math.max(line.columns(), column) + 3;
    }

    private void print(Line line, int column) {
        String word = line.alarming() ? styles.bad(line.tail()) : line.tail();
        String tail = word.isEmpty() ? "" : "  " + word;
        String start = "  " + sign(line.action()) + " " + line.object() + tail;
        String reason = line.reason();
        if (reason.isEmpty()) {
            page.line(start);
            return;
        }
        if (fits(line, column)) {
            String gap = " ".repeat(start(line, column) - 4 - line.columns());
            page.line(start + gap + styles.faint("# " + reason));
        } else {
            page.line(start);
            page.paragraph("      # ", reason, styles::faint);
        }
    }

    private String sign(String action) {
        return switch (action) {
            case "add" -> styles.good("+");
            case "remove" -> styles.bad("-");
            case FileViews.RUN -> styles.strong(">");
            default -> styles.warn("~");
        };
    }
}
