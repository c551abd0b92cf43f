package dev.enid.lab.play;

import dev.enid.lab.fabric.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The daemons of a scenario: {@code enid daemon}, one in an instance at a time, with one log for all its lives. */
final class Daemons {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE = Duration.ofMillis(2).toNanos();

    /** What a daemon says of an error of its own: no scenario ends well with one. */
    private static final List<String> OWN_ERRORS = List.of("please report", "Exception", "Error:");

    private final Inside inside;
    private final Path directory;
    private final TreeMap<String, Process> running = new TreeMap<>();
    private final SortedSet<String> all = new TreeSet<>();

    /** @param directory for their logs */
    Daemons(Inside inside, Path directory) {
        this.inside = inside;
        this.directory = directory;
    }

    Verdict start(Machine machine) throws IOException {
        Process before = running.get(machine.name());
        if (before != null && before.isAlive()) {
            return Verdict.bad("no daemon in " + machine.name() + " yet", "one is running");
        }
        all.add(machine.name());
        running.put(machine.name(), inside.start(machine, List.of("enid", "daemon"), log(machine.name())));
        return Verdict.good("");
    }

    /** Returns when nothing of it runs any more. */
    Verdict stop(String instance, boolean kill) throws InterruptedException {
        Process entered = running.remove(instance);
        if (entered == null || !entered.isAlive()) {
            return Verdict.bad("a daemon in " + instance, "none is running");
        }
        // nsenter starts the program in the instance's process namespace as a child of its own, and hands no signal on.
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (child(entered).isEmpty() && entered.isAlive() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE);
        }
        child(entered).ifPresent(kill ? ProcessHandle::destroyForcibly : ProcessHandle::destroy);
        if (!entered.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            return Verdict.bad("the daemon ends", "it goes on after " + PATIENCE.toSeconds() + " s");
        }
        return Verdict.good("");
    }

    private static Optional<ProcessHandle> child(Process entered) {
        return entered.toHandle().children().findFirst();
    }

    /** The first daemon that has ended although nobody stopped it. */
    Optional<String> fallen() {
        return running.entrySet().stream()
                .filter(each -> !each.getValue().isAlive())
                .map(java.util.Map.Entry::getKey)
                .findFirst();
    }

    /** Instances that have, or had, one. */
    SortedSet<String> instances() {
        return new TreeSet<>(all);
    }

    /** What the daemon of an instance has written; empty where there was none. */
    String written(String instance) throws IOException {
        return Files.exists(log(instance)) ? Files.readString(log(instance)) : "";
    }

    /** A line in which a daemon speaks of an error of its own. */
    Optional<String> ownError() throws IOException {
        for (String instance : all) {
            Optional<String> line = written(instance)
                    .lines()
                    .filter(each -> OWN_ERRORS.stream().anyMatch(each::contains))
                    .findFirst();
            if (line.isPresent()) {
                return Optional.of(instance + ": " + line.get());
            }
        }
        return Optional.empty();
    }

    private Path log(String instance) {
        return directory.resolve("daemon-" + instance + ".log");
    }
}
