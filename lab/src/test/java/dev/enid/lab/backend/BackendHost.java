package dev.enid.lab.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.operations.Operations;
import dev.enid.agent.settings.Paths;
import dev.enid.core.ip.Ip;
import dev.enid.core.report.EniView;
import dev.enid.core.report.PlanView;
import dev.enid.lab.debian.DebianHost;
import dev.enid.lab.debian.DebianSetup;
import dev.enid.lab.debian.Debians;
import dev.enid.lab.debian.LinkManager;
import dev.enid.lab.debian.Ran;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.host.Await;
import dev.enid.lab.host.DaemonAnswers;
import dev.enid.lab.probe.Answer;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.program.EnidProgram;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.VpcEni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** A Debian whose network manager has the primary ENI, with enid as a service. ENIs are called by their number. */
final class BackendHost implements AutoCloseable {

    private static final int PORT = 8080;

    /** Programs of the manager that go on in the background, as dhclient does, are in the service's control group. */
    private static final String UNIT = """
            [Service]
            Type=notify
            ExecStart=/usr/local/bin/enid daemon
            KillMode=process

            [Install]
            WantedBy=multi-user.target
            """;

    private final LabVpc network;
    private final String name;
    private final DebianHost debian;
    private Echo echo;

    private BackendHost(LabVpc network, String name, DebianHost debian) throws IOException {
        this.network = network;
        this.name = name;
        this.debian = debian;
        echo = Echo.onAny(network, name, PORT);
    }

    /**
     * Boots it, and starts enid once the primary ENI has its addresses.
     *
     * @param settings lines of enid.toml
     */
    static BackendHost start(Debians debians, String name, LinkManager manager, String settings) throws Exception {
        DebianSetup setup = DebianSetup.of(manager)
                .withDhcp(Debians.PRIMARY)
                .withEnid(EnidProgram.here().command())
                .with("/etc/systemd/system/enid.service", UNIT)
                // Secondary addresses have no event: the shortest time that the settings take.
                .with("/etc/enid/enid.toml", settings + "\n[daemon]\nrefresh = \"1s\"\n");
        DebianHost debian = debians.boot(name, setup);
        debians.awaitAddresses(debian, Debians.PRIMARY, name + "-0");
        BackendHost host = new BackendHost(debians.network(), name, debian);
        host.run("systemctl enable --now enid.service");
        host.settled();
        return host;
    }

    // The VPC's side.

    VpcEni eni(int number) {
        return network.vpc().eni(name + "-" + number);
    }

    void attach(int... numbers) throws IOException {
        for (int number : numbers) {
            network.attach(List.of(AttachRequest.of(name, eni(number).name())));
        }
    }

    void detach(int number) throws IOException {
        network.detach(eni(number).name());
    }

    void assign(int number, AssignRequest request) throws IOException {
        network.assign(eni(number).name(), request);
    }

    void unassign(int number, Ip ip) throws IOException {
        network.unassign(eni(number).name(), List.of(ip.toCidr()));
    }

    /** The name of an ENI's link; it has to be attached. */
    String link(int number) {
        return eni(number).attachment().orElseThrow().interfaceName().orElseThrow();
    }

    int table(int number) {
        return 10_000 + eni(number).attachment().orElseThrow().deviceIndex();
    }

    // The host's side.

    DebianHost debian() {
        return debian;
    }

    /** Runs a command that has to succeed; what it printed. */
    String run(String command) throws IOException, InterruptedException {
        return debian.must(command.split(" "));
    }

    Optional<String> file(String path) throws IOException {
        try {
            return Optional.of(Files.readString(debian.path(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(String path, String text) throws IOException {
        Files.writeString(debian.path(path), text);
    }

    /** Shut down, stopped and started; as it comes up by itself. */
    void reboot() throws Exception {
        echo.close();
        debian.reboot(network);
        echo = Echo.onAny(network, name, PORT);
    }

    // enid.

    private DaemonAnswers answers() throws IOException {
        return new DaemonAnswers(new Paths(debian.path("/etc/enid"), debian.path("/run/enid")));
    }

    <T> T ask(DaemonAnswers.Question<T> question) throws Exception {
        return answers().ask(question);
    }

    EniView status(int number) throws Exception {
        String mac = eni(number).mac().toString();
        return ask(Operations::status).enis().stream()
                .filter(each -> each.mac().equals(mac))
                .findFirst()
                .orElseThrow(() -> new AssertionError("status does not know ENI " + number));
    }

    /** Until enid knows all that the VPC has attached, nothing is left to do, and the manager has done what it was asked. */
    void settled() throws Exception {
        Await.untilNothing(name + " converges", () -> {
            Optional<String> missing = answers().missing(network.vpc().attached(name));
            return missing.isPresent() ? missing : withheld();
        });
    }

    private Optional<String> withheld() throws Exception {
        PlanView plan = ask(Operations::plan);
        return plan.withheld().isEmpty() ? Optional.empty() : Optional.of(plan.toString());
    }

    /** As a person asks: nothing is to be done, and nothing is withheld. */
    void assertNothingToDo() throws Exception {
        Ran plan = debian.run("enid", "plan");
        assertThat(plan.output()).contains("No changes");
        assertThat(plan.exit()).isZero();
    }

    // Packets.

    /** The client outside gets an answer from every address of the ENI, at the first attempt. */
    void assertReachable(int... numbers) throws IOException {
        for (int number : numbers) {
            for (Ip ip : eni(number).addresses().toList()) {
                assertThat(Probe.from(network, "client").tcp(ip, PORT, Await.PATIENCE))
                        .as(
                                "TCP from the client outside to %s of %s",
                                ip, eni(number).name())
                        .isInstanceOf(Answer.Reached.class);
            }
        }
    }

    void awaitReachable(int... numbers) throws IOException {
        for (int number : numbers) {
            for (Ip ip : eni(number).addresses().toList()) {
                assertThat(Probe.from(network, "client").tcpUntilReached(ip, PORT, Await.PATIENCE))
                        .as(
                                "TCP from the client outside to %s of %s",
                                ip, eni(number).name())
                        .isInstanceOf(Answer.Reached.class);
            }
        }
    }

    @Override
    public void close() {
        echo.close();
    }
}
