package dev.enid.core.plan;

import java.util.List;

/** A plan carried out: one result for each of its changes, in order. */
public record Applied(List<Result> results) {

    public record Result(Change change, Outcome outcome) {}

    public Applied {
        results = List.copyOf(results);
    }
}
