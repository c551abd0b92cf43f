package dev.enid.lab.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.lab.fabric.LabHome;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.fabric.Machine;
import dev.enid.lab.fabric.Powers;
import dev.enid.lab.imds.LabTime;
import dev.enid.lab.server.Lab;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One lab for all stories of a class; each has a machine of its own. */
public final class ClientsLab implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {

    /** Long for a busy machine; nothing takes this long when all is well. */
    private static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String topology;
    private @Nullable Path directory;
    private @Nullable Lab lab;

    private ClientsLab(String topology) {
        this.topology = topology;
    }

    /**
     * One with that VPC.
     *
     * @param topology the text of a topology file
     */
    public static ClientsLab of(String topology) {
        return new ClientsLab(topology);
    }

    public Lab lab() {
        if (lab == null) {
            throw new IllegalStateException("the lab is up only while tests run");
        }
        return lab;
    }

    public LabVpc network() {
        return lab().network();
    }

    /** Runs a command in a machine, which must succeed; what it printed. */
    public String run(String machine, List<String> command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(network().machine(machine).enterCommand());
        whole.addAll(command);
        // A file and not a pipe: a client goes on in the background, and would hold the pipe open.
        Path output = Files.createTempFile(directory(), "output", ".txt");
        Process process = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(SOON_NANOS, TimeUnit.NANOSECONDS);
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("%s has not ended; it said%n%s", whole, text).isTrue();
        assertThat(process.exitValue()).as("%s%n%s", whole, text).isZero();
        return text;
    }

    /** Runs a shell's line in a machine. */
    public String run(String machine, String line) throws IOException, InterruptedException {
        return run(machine, List.of("sh", "-c", line));
    }

    /** A file as the machine sees it. */
    public Path file(String machine, String path) {
        Machine found = network().machine(machine);
        return Path.of("/proc", Long.toString(found.process()), "root").resolve(path.substring(1));
    }

    private Path directory() {
        if (directory == null) {
            throw new IllegalStateException("there is no directory but while tests run");
        }
        return directory;
    }

    /** Looks until it is so. */
    public static void await(String what, BooleanSupplier so) {
        long end = System.nanoTime() + SOON_NANOS;
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so: %s", what).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            return Powers.own() == Powers.NONE
                    ? ConditionEvaluationResult.disabled(
                            "a lab needs network namespaces: run the tests as root, or in a user namespace")
                    : ConditionEvaluationResult.enabled("namespaces can be made");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, TopologyException {
        Path made = Files.createTempDirectory("enid-test-");
        directory = made;
        Optional<Path> names = Powers.own() == Powers.ROOT ? Optional.of(Path.of("/run/netns")) : Optional.empty();
        lab = Lab.up(
                new LabHome(made.resolve("labs"), names),
                // The process id in the name: several builds of this may run on one machine.
                "d" + Long.toString(ProcessHandle.current().pid(), 36),
                TopologyFile.parse("clients", topology),
                LabTime.system(),
                new Random(1));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        lab().close();
        try (Stream<Path> files = Files.walk(directory())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
