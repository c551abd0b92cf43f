package dev.enid.bench;

import java.util.Locale;

/**
 * A row of the table.
 *
 * @param what was measured
 * @param measured with its unit
 * @param target what it has to be, with its unit; empty where nothing is asked
 * @param met whether it is
 */
record Figure(String what, String measured, String target, boolean met) {

    /** A figure that must not exceed {@code most}. */
    static Figure atMost(String what, double value, double most, String unit) {
        return new Figure(what, text(value) + " " + unit, "at most " + text(most) + " " + unit, value <= most);
    }

    /** A figure that must not be below {@code least}. */
    static Figure atLeast(String what, double value, double least, String unit) {
        return new Figure(what, text(value) + " " + unit, "at least " + text(least) + " " + unit, value >= least);
    }

    /** A figure that is only told. */
    static Figure told(String what, double value, String unit) {
        return new Figure(what, text(value) + " " + unit, "", true);
    }

    private static String text(double value) {
        if (Double.isNaN(value)) {
            return "no";
        }
        String form = value >= 100 || value == Math.rint(value) ? "%.0f" : value >= 1 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, value);
    }

    String toMarkdown() {
        String verdict = target.isEmpty() ? "" : met ? "yes" : "**no**";
        return "| " + what + " | " + measured + " | " + target + " | " + verdict + " |";
    }
}
