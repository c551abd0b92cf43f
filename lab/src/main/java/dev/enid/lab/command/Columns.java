package dev.enid.lab.command;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells, lined up; each row has as many cells as the first. */
record Columns(List<List<String>> rows) {

    Columns {
        rows = rows.stream().map(List::copyOf).toList();
    }

    List<String> lines(String indent) {
        if (rows.isEmpty()) {
            return List.of();
        }
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > 0) {
                    line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
