package dev.enid.core.desire;

/** What would be wanted, but for a guard. It is shown and not done. */
public record Refused(Want want, Guard guard, String why) {}
