package dev.enid.core.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Changes, grouped by interface: {@code + rule 10001: from 10.0.2.20 lookup 10001   # why}. */
final class ChangeLines {

    /** Reasons line up after objects of up to this length: those of IPv6 would push all of them out of sight. */
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
            int column = group.stream()
                    .mapToInt(Line::columns)
                    .filter(each -> each <= MOST_ALIGNED)
                    .max()
                    .orElse(0);
            group.forEach(each -> print(each, column));
        });
    }

    private void print(Line line, int column) {
        String word = line.alarming() ? styles.bad(line.tail()) : line.tail();
        String tail = word.isEmpty() ? "" : "  " + word;
        String start = "  " + sign(line.action()) + " " + line.object() + tail;
        String reason = String.join("; ", line.reasons());
        if (reason.isEmpty()) {
            page.line(start);
            return;
        }
        int columns = 4 + Math.max(line.columns(), column) + 3;
        if ((long) columns + 2 + reason.length() <= page.width()) {
            String gap = " ".repeat(columns - 4 - line.columns());
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
            default -> styles.warn("~");
        };
    }
}
