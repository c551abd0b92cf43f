package dev.enid.lab.fault;

import java.util.Optional;

/**
 * Whom a fault is for.
 *
 * @param instance its id; absent for every instance of the lab
 */
public record Scope(Optional<String> instance) {

    public static final Scope LAB = new Scope(Optional.empty());

    public static Scope instance(String id) {
        return new Scope(Optional.of(id));
    }
}
