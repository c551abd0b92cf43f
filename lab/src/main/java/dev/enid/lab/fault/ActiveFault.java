package dev.enid.lab.fault;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * A fault that is switched on.
 *
 * @param remaining how many requests it is still for; empty until it is switched off
 * @param consumed how many requests have met it
 */
public record ActiveFault<F extends Fault>(Scope scope, F fault, Instant since, OptionalInt remaining, long consumed) {}
