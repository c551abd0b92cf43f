package dev.enid.lab.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.probe.Answer;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import dev.enid.lab.topology.Vpc;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A lab for one test, with {@code ip} as an outside witness. What is in its machines is printed when the test fails. */
final class TestLab implements AutoCloseable {

    /** Long for a busy machine; nothing waits this long when all is well. */
    static final Duration SOON = Duration.ofSeconds(20);

    /** For what must not come: longer than any packet takes, shorter than the kernel's first repetition of a SYN. */
    static final Duration A_WHILE = Duration.ofMillis(400);

    static final int PORT = 8080;

    private final String name;
    private final Path directory;
    private final LabHome home;
    private final List<Echo> echoes = new ArrayList<>();
    private Optional<LabVpc> lab = Optional.empty();

    private TestLab(String name) throws IOException {
        this.name = name;
        this.directory = Files.createTempDirectory("enid-test-");
        this.home = new LabHome(directory.resolve("labs"), namesDirectory());
    }

    static Optional<Path> namesDirectory() throws IOException {
        return Powers.own() == Powers.ROOT ? Optional.of(Path.of("/run/netns")) : Optional.empty();
    }

    /** Brings up a topology that comes with the lab. */
    LabVpc up(String topology) throws IOException, TopologyException {
        return up(TopologyFile.shipped(topology));
    }

    LabVpc up(Vpc vpc) throws IOException {
        LabVpc made = home.up(name, vpc);
        lab = Optional.of(made);
        return made;
    }

    String name() {
        return name;
    }

    LabHome home() {
        return home;
    }

    Path directory() {
        return directory;
    }

    LabVpc lab() {
        return lab.orElseThrow();
    }

    /** Answers on every address of the machine, until the test ends. */
    void echo(String machine) throws IOException {
        echoes.add(Echo.onAny(lab(), machine, PORT));
    }

    void echo(String machine, String address, int port) throws IOException {
        echoes.add(Echo.on(lab(), machine, Ip.parse(address), port));
    }

    void assertReached(String from, String to) throws IOException {
        assertThat(Probe.from(lab(), from).tcp(Ip.parse(to), PORT, SOON))
                .as("TCP from %s to %s", from, to)
                .isInstanceOf(Answer.Reached.class);
    }

    void assertReached(String from, String source, String to) throws IOException {
        assertThat(Probe.from(lab(), from).withSource(Ip.parse(source)).tcp(Ip.parse(to), PORT, SOON))
                .as("TCP from %s, %s to %s", from, source, to)
                .isInstanceOf(Answer.Reached.class);
    }

    void assertSilence(String from, String to) throws IOException {
        assertThat(Probe.from(lab(), from).tcp(Ip.parse(to), PORT, A_WHILE))
                .as("TCP from %s to %s", from, to)
                .isInstanceOf(Answer.Silence.class);
    }

    /** Runs lines of {@code ip -batch} in a machine. */
    void ip(String machine, String lines) throws IOException {
        run(machine, List.of("ip", "-batch", "-"), lines);
    }

    /** As {@link #ip(String, String)}, for lines that do not tell their family: rules. */
    void ip(Family family, String machine, String lines) throws IOException {
        run(machine, List.of("ip", "-family", family.keyword(), "-batch", "-"), lines);
    }

    /** Runs a command in a machine, which must succeed; what it printed. */
    String run(String machine, String... command) throws IOException {
        return run(machine, List.of(command), "");
    }

    private String run(String machine, List<String> command, String input) throws IOException {
        List<String> whole = new ArrayList<>(lab().machine(machine).enterCommand());
        whole.addAll(command);
        return command(whole, input);
    }

    /** Runs a command on the machine underneath, which must succeed. */
    static String command(List<String> command, String input) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor())
                    .as("%s%n%s%n%s", command, input, output)
                    .isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return output;
    }

    /** How many packets have come in by a link of the machine, as its kernel counts. */
    long received(String machine, String link) throws IOException {
        return counter(machine, link, 1);
    }

    /** How many packets have gone out by a link of the machine. */
    long sent(String machine, String link) throws IOException {
        return counter(machine, link, 9);
    }

    /** /proc/net/dev: the name, eight numbers of what came in, of which packets are the second, and eight of what went out. */
    private long counter(String machine, String link, int column) throws IOException {
        List<String> lines = lab().inside(machine, () -> Files.readAllLines(Path.of("/proc/thread-self/net/dev")));
        String numbers = lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(link + ":"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(numbers.substring(link.length() + 1).strip().split(" +", -1)[column]);
    }

    /** Names of the machine's links, loopback aside. */
    List<String> links(String machine) throws IOException {
        return lab().inside(machine, () -> {
            try (Stream<String> lines = Files.lines(Path.of("/proc/thread-self/net/dev"))) {
                return lines.skip(2)
                        .map(line -> line.strip().split(":", 2)[0])
                        .filter(link -> !link.equals("lo"))
                        .sorted()
                        .toList();
            }
        });
    }

    /** Rules, routes, addresses and neighbors that the lab put into the fabric, in iproute2's words. */
    List<String> fabricObjects() throws IOException {
        String all = Stream.of(
                        "-4 rule",
                        "-6 rule",
                        "-4 route show table all",
                        "-6 route show table all",
                        "neigh show nud permanent",
                        "-6 neigh show proxy")
                .map(what -> ipOrComplaint("fabric", what))
                .collect(Collectors.joining("\n"));
        return all.lines()
                .map(String::strip)
                .filter(line -> line.contains("proto 237"))
                .sorted()
                .toList();
    }

    private String ipOrComplaint(String machine, String arguments) {
        List<String> whole = new ArrayList<>();
        try {
            whole.addAll(lab().machine(machine).enterCommand());
            whole.add("ip");
            whole.addAll(List.of(arguments.split(" ", -1)));
            Process process =
                    new ProcessBuilder(whole).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException e) {
            return whole + ": " + e;
        }
    }

    /** Looks until it is so. */
    static void await(String what, BooleanSupplier so) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("still not so after %s: %s", SOON, what)
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private void print() {
        lab.ifPresent(up -> up.machines().forEach(machine -> {
            for (String what : List.of(
                    "-d addr", "rule", "-6 rule", "-d route show table all", "-6 -d route show table all", "neigh")) {
                System.err.println(machine.name() + ": ip " + what + "\n" + ipOrComplaint(machine.name(), what));
            }
        }));
    }

    @Override
    public void close() throws IOException {
        echoes.forEach(Echo::close);
        lab.ifPresent(LabVpc::close);
        home.clean(name);
        Files.deleteIfExists(directory.resolve("labs").resolve(".lock"));
        Files.deleteIfExists(directory.resolve("labs"));
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).as("left in the test's directory").isEmpty();
        }
        Files.delete(directory);
    }

    /** Hands each test its own lab. */
    static final class Extension implements ExecutionCondition, ParameterResolver, AfterEachCallback {

        private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(Extension.class);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            try {
                return Powers.own() == Powers.NONE
                        ? ConditionEvaluationResult.disabled(Powers.missing().getMessage())
                        : ConditionEvaluationResult.enabled("namespaces can be made");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TestLab.class;
        }

        @Override
        public TestLab resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(STORE).computeIfAbsent(TestLab.class, key -> make(), TestLab.class);
        }

        /** The process id in the name: several builds of this may run on one machine. */
        private static TestLab make() {
            try {
                return new TestLab("t" + Long.toString(ProcessHandle.current().pid(), 36));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void afterEach(ExtensionContext context) throws IOException {
            TestLab lab = context.getStore(STORE).remove(TestLab.class, TestLab.class);
            if (lab != null) {
                if (context.getExecutionException().isPresent()) {
                    lab.print();
                }
                lab.close();
            }
        }
    }
}
