package dev.enid.core.plan;

import dev.enid.core.desire.Guard;

/** A change that a guard refused: shown, not done. */
public record Withheld(Change change, Guard guard, String why) {}
