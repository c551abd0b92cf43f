package dev.enid.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.operations.Operations;
import dev.enid.agent.settings.Paths;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.report.EniView;
import dev.enid.core.report.StatusView;
import dev.enid.core.snapshot.Ownership;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.fabric.Machine;
import dev.enid.lab.fault.Scope;
import dev.enid.lab.imds.FaultSpec;
import dev.enid.lab.imds.FaultText;
import dev.enid.lab.probe.Answer;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.server.Lab;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.VpcEni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A host of the stories: its ENIs, its daemon, and what can be tried from and to it. ENIs are called by their number. */
public final class LabHost {

    public static final int PORT = 8080;

    /** For what must not come: longer than any packet takes, shorter than the kernel's first repetition of a SYN. */
    private static final Duration A_WHILE = Duration.ofMillis(400);

    /** What the daemon says of an error of its own: no story ends well with one. */
    private static final List<String> OWN_ERRORS = List.of("please report", "Exception", "Error:");

    private final Lab lab;
    private final String name;
    private final Machine machine;
    private final HostShell shell;
    private final DaemonAnswers answers;
    private final Path log;
    private final Echo echo;
    private @Nullable HostDaemon daemon;

    public LabHost(Lab lab, String name, Path directory) throws IOException {
        this.lab = lab;
        this.name = name;
        machine = lab.network().machine(name);
        shell = new HostShell(machine);
        answers = new DaemonAnswers(new Paths(shell.path("/etc/enid"), shell.path("/run/enid")));
        log = Files.createFile(directory.resolve(name + ".log"));
        echo = Echo.onAny(lab.network(), name, PORT);
        // Secondary addresses have no event: the shortest time that the settings take.
        settings("[daemon]\nrefresh = \"1s\"\n");
    }

    String name() {
        return name;
    }

    // The VPC's side.

    public VpcEni eni(int number) {
        return lab.network().vpc().eni(name + "-" + number);
    }

    public void attach(int... numbers) throws IOException {
        List<AttachRequest> requests = new ArrayList<>();
        for (int number : numbers) {
            requests.add(AttachRequest.of(name, eni(number).name()));
        }
        lab.network().attach(requests);
    }

    public void detach(int number) throws IOException {
        lab.network().detach(eni(number).name());
    }

    void assign(int number, AssignRequest request) throws IOException {
        lab.network().assign(eni(number).name(), request);
    }

    public LabVpc network() {
        return lab.network();
    }

    /** Switches a fault of this host's IMDS, in the words of {@code enid lab fault imds}. */
    void imds(String... words) {
        lab.imds().order(scope(), FaultText.parse(Arrays.asList(words)));
    }

    /** How many requests of this host have met a fault of that kind, ever. */
    long consumed(FaultSpec.Kind kind) {
        return lab.imds().faults().consumed(kind, instanceId());
    }

    private Scope scope() {
        return Scope.instance(instanceId());
    }

    private String instanceId() {
        return lab.network().vpc().instance(name).id();
    }

    // The host's own side.

    /** Replaces /etc/enid/enid.toml; a running daemon reads it at the next {@code apply}. */
    public void settings(String toml) throws IOException {
        shell.write("/etc/enid/enid.toml", toml);
    }

    public void file(String file, String text) throws IOException {
        shell.write(file, text);
    }

    void remove(String file) throws IOException {
        Files.delete(shell.path(file));
    }

    /** Runs {@code ip}, which must succeed; what it printed. */
    public String ip(String arguments) throws IOException, InterruptedException {
        return shell.ip(arguments);
    }

    public HostShell shell() {
        return shell;
    }

    public Machine machine() {
        return machine;
    }

    KernelText kernel() throws IOException {
        return KernelText.of(machine.networkNamespace());
    }

    /** Removes all that enid has put on the host, as if it had never run there. */
    public void forget() throws Exception {
        for (String family : List.of("-4", "-6")) {
            ip(family + " rule flush protocol 236");
            ip(family + " route flush table all protocol 236");
        }
        KernelState state = kernel().state();
        for (Address address : state.addresses()) {
            if (Ownership.OF_ENID.owns(address)) {
                ip("address delete " + address.ip() + "/" + address.prefixLength() + " dev "
                        + state.name(address.link()));
            }
        }
    }

    public SortedSet<String> ours() throws IOException {
        return kernel().ours();
    }

    /** What others have, apart from what is on secondary ENIs. */
    public SortedSet<String> others() throws IOException {
        TreeSet<String> secondary = lab.network().vpc().attached(name).stream()
                .skip(1)
                .flatMap(eni -> eni.attachment().stream())
                .flatMap(attachment -> attachment.interfaceName().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return kernel().others(link -> !secondary.contains(link));
    }

    /** The name of an ENI's link as it is now. */
    public String link(int number) throws IOException {
        return kernel().link(eni(number).mac()).orElseThrow().name();
    }

    // The daemon.

    public HostDaemon daemon() {
        if (daemon == null) {
            throw new IllegalStateException("the daemon of " + name + " was not started");
        }
        return daemon;
    }

    /** Starts the daemon and waits until all is as it should be. */
    public void start() throws Exception {
        launch();
        settled();
    }

    /** Starts the daemon without waiting for anything. */
    public HostDaemon launch() throws IOException {
        HostDaemon started = HostDaemon.start(machine, log);
        daemon = started;
        return started;
    }

    /** Asks the running daemon, as {@code enid status} and the others do. */
    public <T> T ask(DaemonAnswers.Question<T> question) throws Exception {
        return answers.ask(question);
    }

    /** Whether a daemon runs that can be asked. */
    boolean isAnswering() throws Exception {
        return answers.isThere();
    }

    public StatusView status() throws Exception {
        return ask(Operations::status);
    }

    EniView status(int number) throws Exception {
        String mac = eni(number).mac().toString();
        StatusView status = status();
        return status.enis().stream()
                .filter(eni -> eni.mac().equals(mac))
                .findFirst()
                .orElseThrow(() -> new AssertionError("status does not know ENI " + number + ": " + status));
    }

    /** As {@link #settled}, by a look that is not from before this call: the daemon answers from one for up to 100 ms. */
    public void awaitConverged() throws Exception {
        long newLook = System.nanoTime() + Duration.ofMillis(110).toNanos();
        Await.untilNothing(
                name + " converges",
                () -> System.nanoTime() < newLook ? Optional.of("too early to tell") : notConverged());
    }

    /** Until IMDS was read, every ENI that the VPC has attached is known with all it has, and nothing is left to do. */
    private void settled() throws Exception {
        Await.untilNothing(name + " converges", this::notConverged);
    }

    private Optional<String> notConverged() throws Exception {
        if (!daemon().isAlive()) {
            throw new AssertionError("the daemon ended: " + tail());
        }
        return answers.missing(network().vpc().attached(name));
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    // Packets.

    /** The client outside gets an answer from every address of the ENI, sooner or later. */
    void awaitReachable(int... numbers) throws Exception {
        for (int number : numbers) {
            for (Ip ip : eni(number).addresses().toList()) {
                awaitReachable(ip);
            }
        }
    }

    void awaitReachable(Ip ip) throws IOException {
        assertThat(Probe.from(lab.network(), HostLab.CLIENT).tcpUntilReached(ip, PORT, Await.PATIENCE))
                .as("TCP from the client outside to %s of %s", ip, name)
                .isInstanceOf(Answer.Reached.class);
    }

    /** The client outside gets an answer at the first attempt. */
    void assertReachable(int... numbers) throws IOException {
        for (int number : numbers) {
            for (Ip ip : eni(number).addresses().toList()) {
                assertThat(Probe.from(lab.network(), HostLab.CLIENT).tcp(ip, PORT, Await.PATIENCE))
                        .as("TCP from the client outside to %s of %s", ip, name)
                        .isInstanceOf(Answer.Reached.class);
            }
        }
    }

    void assertSilent(Ip ip) throws IOException {
        assertThat(Probe.from(lab.network(), HostLab.CLIENT).tcp(ip, PORT, A_WHILE))
                .as("TCP from the client outside to %s of %s", ip, name)
                .isInstanceOf(Answer.Silence.class);
    }

    /**
     * The source that the host chooses by itself for a connection to a machine outside, which answered: since the VPC drops
     * what leaves by another ENI than its source's, this tells the ENI.
     */
    Ip sourceTo(String to) throws IOException {
        return Conversation.source(lab.network(), name, Ip.parse(to), PORT);
    }

    // The end.

    /** What a person needs to see who looks for the cause of a failure. */
    public void print() throws Exception {
        System.err.println("--- " + name + ": the daemon's log\n" + Files.readString(log));
        for (String what :
                List.of("-d addr", "rule", "-6 rule", "-d route show table all", "-6 -d route show table all")) {
            System.err.println("--- " + name + ": ip " + what + "\n" + ip(what));
        }
    }

    public void end() throws Exception {
        if (daemon != null) {
            daemon.kill();
        }
        echo.close();
        lab.imds().order(scope(), FaultText.parse(List.of("off")));
        assertThat(Files.readString(log)).as("the daemon's log of %s", name).doesNotContain(OWN_ERRORS);
    }
}
