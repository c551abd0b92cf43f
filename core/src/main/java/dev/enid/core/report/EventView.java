package dev.enid.core.report;

/**
 * Something the daemon did or noticed: a line of {@code enid events}.
 *
 * @param at when, as ISO 8601 in UTC with milliseconds
 * @param event what kind, in one word: {@code changed}, {@code fault-began}
 * @param level debug, info or warn
 * @param interface_ the link it is about; empty for none
 * @param text for a person, in the words of the plan
 */
public record EventView(String at, String event, String level, String interface_, String text) {}
