package dev.enid.lab.fabric;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A machine as the lab's file has it: a process id alone may by now be someone else's. */
record KeptMachine(String name, String kind, long process, long startedAt, String namespace) {

    static KeptMachine of(Machine machine) {
        return new KeptMachine(
                machine.name(),
                machine.kind().name(),
                machine.process(),
                startedAt(machine.process()),
                machine.namespace().orElse(""));
    }

    private static long startedAt(long process) {
        return ProcessHandle.of(process)
                .flatMap(each -> each.info().startInstant())
                .map(Instant::toEpochMilli)
                .orElse(0L);
    }

    Machine machine() {
        return new Machine(
                name,
                Machine.Kind.valueOf(kind),
                process,
                namespace.isEmpty() ? Optional.empty() : Optional.of(namespace));
    }

    /** Ends the machine if its holder has outlived the lab. */
    void end(Duration patience) throws IOException {
        Optional<ProcessHandle> holder = ProcessHandle.of(process).filter(_ -> startedAt(process) == startedAt);
        if (holder.isEmpty()) {
            return;
        }
        holder.get().destroyForcibly();
        try {
            holder.get().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new LabException("process " + process + " of machine " + name + " does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while ending machine " + name, e);
        }
    }
}
