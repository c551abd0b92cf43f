package dev.enid.core.report;

/** A line of {@code enid events} for a person. */
public final class EventText {

    private EventText() {}

    /** The line, without a newline: {@code 2026-01-02T03:04:05.678Z  add rule ...}. */
    public static String of(EventView event, Styles styles) {
        String text = event.level().equals("warn") ? styles.warn(event.text()) : event.text();
        return styles.faint(event.at()) + "  " + text;
    }
}
