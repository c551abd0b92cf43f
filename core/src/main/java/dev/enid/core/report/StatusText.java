package dev.enid.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code enid status} for a person: a line for each ENI, with what there is to know below it. */
public final class StatusText {

    private static final String NONE = "-";
    private static final int LEAST_FOR_ADDRESSES = 20;

    private StatusText() {}

    /**
     * The text, with a newline at its end.
     *
     * @param width of the terminal in columns; {@link Integer#MAX_VALUE} for none
     */
    public static String of(StatusView status, Styles styles, int width) {
        return of(status, false, styles, width);
    }

    /** As {@link #of}, and by whom ENIs are brought up, why, and what that one was told lately. */
    public static String inFull(StatusView status, Styles styles, int width) {
        return of(status, true, styles, width);
    }

    private static String of(StatusView status, boolean full, Styles styles, int width) {
        Page page = new Page(width);
        heading(page, status, styles);
        if (!status.enis().isEmpty()) {
            page.blank();
            table(page, status.enis(), styles);
        }
        if (full) {
            backend(page, status, styles);
        }
        page.blank();
        PlanText.notes(page, status.findings(), styles);
        page.line(conclusion(status, styles));
        return page.toString();
    }

    private static void heading(Page page, StatusView status, Styles styles) {
        String plain = what(status, Styles.PLAIN) + "; " + how(status, Styles.PLAIN);
        if (plain.length() <= page.width()) {
            page.line(what(status, styles) + "; " + how(status, styles));
        } else {
            page.line(what(status, styles) + ";").line("  " + how(status, styles));
        }
    }

    private static String what(StatusView status, Styles styles) {
        return status.instance()
                .map(each -> styles.strong(each.id()) + " in " + each.zone())
                .orElse("Instance unknown");
    }

    private static String how(StatusView status, Styles styles) {
        String imds = status.imds().equals("fresh") ? "IMDS fresh" : styles.bad("IMDS " + status.imds());
        String containers = status.containers().marked() ? "; containers marked" : "";
        String backend = status.backend().equals("direct") ? "" : "; backend " + status.backend();
        return imds + backend + containers + "; daemon " + (status.daemon() ? "running" : styles.warn("not running"));
    }

    private static void backend(Page page, StatusView status, Styles styles) {
        page.blank();
        page.line("Backend " + styles.strong(status.backend()) + ":");
        status.backendBecause().forEach(each -> page.paragraph("  ", each, styles::faint));
        for (StatusView.AskedView each : status.asked()) {
            String busy = each.busy() ? " (may still come)" : "";
            page.paragraph("  " + each.interface_() + ": ", each.words() + busy, words -> words);
        }
    }

    private static String conclusion(StatusView status, Styles styles) {
        if (status.converged()) {
            return styles.good("Converged.");
        }
        long changes = status.summary().all();
        return changes == 0
                ? styles.bad("Not known to be converged.")
                : styles.bad("Not converged:") + " " + changes + (changes == 1 ? " change" : " changes")
                        + " to make. `enid plan` shows " + (changes == 1 ? "it." : "them.");
    }

    private static void table(Page page, List<EniView> enis, Styles styles) {
        boolean cards = enis.stream().anyMatch(eni -> eni.networkCard().orElse(0) != 0);
        List<List<String>> rows = new ArrayList<>();
        rows.add(cells("ENI", "INTERFACE", cards ? Optional.of("CARD") : Optional.empty(), "INDEX", "TABLE", "STATE"));
        for (EniView eni : enis) {
            rows.add(cells(
                    eni.id().orElse(eni.mac()),
                    eni.interface_().orElse(NONE),
                    cards ? Optional.of(text(eni.networkCard())) : Optional.empty(),
                    text(eni.deviceIndex()),
                    text(eni.table()),
                    eni.state()));
        }
        int[] widths = new int[rows.getFirst().size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        page.line(styles.faint(joined(rows.getFirst(), widths) + "ADDRESSES"));
        for (int i = 0; i < enis.size(); i++) {
            row(page, enis.get(i), rows.get(i + 1), widths, styles);
        }
    }

    private static void row(Page page, EniView eni, List<String> cells, int[] widths, Styles styles) {
        String line = joined(cells, widths);
        int indent = line.length();
        int state = indent - 2 - widths[widths.length - 1];
        String coloured = line.substring(0, state)
                + coloured(eni.state(), styles)
                + line.substring(state + eni.state().length());
        String addresses = String.join(
                " ",
                Stream.concat(eni.addresses().stream(), eni.prefixes().stream()).toList());
        if (page.width() - (long) indent < LEAST_FOR_ADDRESSES && !addresses.isEmpty()) {
            page.line(coloured);
            page.paragraph("    ", addresses, each -> each);
        } else {
            page.paragraph(coloured, indent, addresses, each -> each);
        }
        eni.findings().forEach(finding -> page.paragraph("  " + styles.warn("!") + " ", 4, finding, each -> each));
    }

    private static String coloured(String state, Styles styles) {
        return switch (state) {
            case "ok" -> styles.good(state);
            case "ignored" -> styles.faint(state);
            default -> styles.warn(state);
        };
    }

    private static List<String> cells(
            String eni, String link, Optional<String> card, String index, String table, String state) {
        List<String> cells = new ArrayList<>(List.of(eni, link));
        card.ifPresent(cells::add);
        cells.addAll(List.of(index, table, state));
        return cells;
    }

    private static String joined(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(Page.padded(cells.get(i), widths[i])).append("  ");
        }
        return line.toString();
    }

    private static String text(Optional<Integer> number) {
        return number.map(Object::toString).orElse(NONE);
    }
}
