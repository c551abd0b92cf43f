package dev.enid.lab.scenario;

import dev.enid.lab.topology.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line, with the lines that are indented below it, which belong to it.
 *
 * @param number from 1
 * @param text without what is left and right of it
 * @param below as they are, blank lines and comments too
 */
record Line(int number, String text, List<Raw> below) {

    /** A line of the file. */
    record Raw(int number, String text) {

        boolean silent() {
            return text.isBlank() || text.stripLeading().startsWith("#");
        }

        int indent() {
            return text.length() - text.stripLeading().length();
        }
    }

    Line {
        below = List.copyOf(below);
    }

    /** The lines of a file that begin at its left margin. */
    static List<Line> of(String file, List<Problem> problems) {
        List<Raw> all = new ArrayList<>();
        String[] lines = file.split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            all.add(new Raw(i + 1, lines[i].stripTrailing()));
        }
        return of(all, problems);
    }

    /** Those below, each with its own. */
    List<Line> lines(List<Problem> problems) {
        return of(below, problems);
    }

    private static List<Line> of(List<Raw> raws, List<Problem> problems) {
        int margin = raws.stream()
                .filter(each -> !each.silent())
                .findFirst()
                .map(Raw::indent)
                .orElse(0);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < raws.size(); i++) {
            Raw raw = raws.get(i);
            if (raw.silent()) {
                continue;
            }
            if (raw.text().substring(0, raw.indent()).indexOf('\t') >= 0) {
                problems.add(new Problem(raw.number(), "", "is indented by a tab; use blanks"));
            } else if (raw.indent() != margin) {
                problems.add(new Problem(
                        raw.number(),
                        "",
                        "is indented by " + raw.indent() + ", the lines that it belongs to by " + margin));
            }
            int end = i + 1;
            while (end < raws.size()
                    && (raws.get(end).text().isBlank() || raws.get(end).indent() > raw.indent())) {
                end++;
            }
            lines.add(new Line(raw.number(), raw.text().strip(), raws.subList(i + 1, end)));
            i = end - 1;
        }
        return lines;
    }

    /** What is below as a text of its own: without the indentation, and without blank lines at its end. */
    String block() {
        int margin = below.stream()
                .filter(each -> !each.text().isBlank())
                .mapToInt(Raw::indent)
                .min()
                .orElse(0);
        String text = below.stream()
                .map(each -> each.text().isBlank() ? "" : each.text().substring(margin))
                .collect(Collectors.joining("\n"));
        return text.isBlank() ? "" : text.stripTrailing() + "\n";
    }

    boolean hasBlock() {
        return below.stream().anyMatch(each -> !each.text().isBlank());
    }
}
