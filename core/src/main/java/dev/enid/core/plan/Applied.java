package dev.enid.core.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A plan carried out.
 *
 * @param results one for each change of the kernel, in order
 * @param files one for each change of a file, in order
 * @param told what managers were told
 */
public record Applied(List<Result> results, List<FileResult> files, List<Telling> told) {

    public static final Applied NOTHING = new Applied(List.of());

    public record Result(Change change, Outcome outcome) {}

    public record FileResult(FileChange change, Outcome outcome) {}

    /** Of the kernel alone. */
    public Applied(List<Result> results) {
        this(results, List.of(), List.of());
    }

    public Applied {
        results = List.copyOf(results);
        files = List.copyOf(files);
        told = List.copyOf(told);
    }

    /** This and what was done later. */
    public Applied then(Applied later) {
        return new Applied(joined(results, later.results), joined(files, later.files), joined(told, later.told));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** Whether anything was changed. */
    public boolean changed() {
        return results.stream().anyMatch(result -> result.outcome() instanceof Outcome.Done)
                || files.stream().anyMatch(result -> result.outcome() instanceof Outcome.Done);
    }
}
