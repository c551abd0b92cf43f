package dev.enid.lab.command;

import dev.enid.core.report.Page;
import java.util.List;

/** Rows of cells, lined up; each row has as many cells as the first. The last cell goes on below itself where it must. */
record Columns(List<List<String>> rows) {

    /** Where less is left for the last cell, it goes on the next line. */
    private static final int LEAST_FOR_LAST = 20;

    private static final String FURTHER_IN = "  ";

    Columns {
        rows = rows.stream().map(List::copyOf).toList();
    }

    void print(Page page, String indent) {
        if (rows.isEmpty()) {
            return;
        }
        int last = rows.getFirst().size() - 1;
        int[] widths = new int[last];
        for (List<String> row : rows) {
            for (int i = 0; i < last; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder lead = new StringBuilder(indent);
            for (int i = 0; i < last; i++) {
                if (widths[i] > 0) {
                    lead.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
                }
            }
            if (page.width() - (long) lead.length() < LEAST_FOR_LAST && lead.length() > indent.length()) {
                page.line(lead.toString());
                page.paragraph(indent + FURTHER_IN, row.get(last), each -> each);
            } else {
                page.paragraph(lead.toString(), row.get(last), each -> each);
            }
        }
    }
}
