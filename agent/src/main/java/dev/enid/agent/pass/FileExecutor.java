package dev.enid.agent.pass;

import dev.enid.agent.files.FileWriter;
import dev.enid.agent.service.ManagerDesk;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.FileChange;
import dev.enid.core.plan.FilePlan;
import dev.enid.core.plan.Outcome;
import dev.enid.core.plan.Telling;
import java.util.ArrayList;
import java.util.List;

/** Carries out what a plan says of files, and has their managers told of it. */
final class FileExecutor {

    private final FileWriter writer;
    private final ManagerDesk desk;

    FileExecutor(FileWriter writer, ManagerDesk desk) {
        this.writer = writer;
        this.desk = desk;
    }

    /** Files first, so that a manager that is told finds all of them. Where one could not be written, it is told of the others. */
    Applied apply(FilePlan plan) {
        plan.tellings().forEach(desk::before);
        List<Applied.FileResult> results = new ArrayList<>();
        for (FileChange change : plan.changes()) {
            results.add(new Applied.FileResult(change, writer.apply(change.step())));
        }
        List<Telling> told = new ArrayList<>();
        for (Telling telling : plan.tellings()) {
            if (isWorthwhile(telling, results)) {
                desk.after(telling);
                told.add(telling);
            }
        }
        return new Applied(List.of(), results, told);
    }

    private static boolean isWorthwhile(Telling telling, List<Applied.FileResult> results) {
        boolean asked = !telling.bringing().again().isEmpty();
        return asked
                || results.isEmpty()
                || results.stream().anyMatch(each -> !(each.outcome() instanceof Outcome.Failed));
    }
}
