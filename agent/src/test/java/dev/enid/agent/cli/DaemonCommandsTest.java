package dev.enid.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enid.agent.cli.Ec2Host.Running;
import dev.enid.agent.host.Eventually;
import dev.enid.agent.host.PrivateHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same person where the daemon runs: the commands ask it, and it does the work. */
@ExtendWith(PrivateHost.Extension.class)
class DaemonCommandsTest {

    @TempDir
    private Path directory;

    private Ec2Host host;
    private Running daemon;

    @BeforeEach
    void anInstanceWithItsDaemon(PrivateHost given) throws Exception {
        host = new Ec2Host(given, directory);
        daemon = host.daemon();
    }

    @AfterEach
    void end() throws Exception {
        host.end();
    }

    private void attachAndWait() throws Exception {
        host.attach(1);
        Eventually.until(
                "eth1 works",
                () -> host.type("status").out().contains("eth1")
                        && host.type("plan").exit() == 0
                        && host.ip("rule").contains("from 10.0.1.4"));
    }

    @Test
    void theDaemonAnswersAndOneOfItIsEnough() throws Exception {
        assertThat(host.expect(0, "status")).contains("daemon running").endsWith("\nConverged.\n");
        assertThat(host.expect(0, "plan")).isEqualTo("No changes. 1 ENI is as it should be.\n");
        assertThat(host.expect(1, "daemon")).contains("enid runs already", "`enid status` asks it");
        host.becomeNobody();
        assertThat(host.expect(0, "status")).as("for everyone").contains("daemon running");
        assertThat(host.expect(0, "explain", "--to", "10.0.0.9")).contains("The packet leaves by eth0");
    }

    @Test
    void itDoesByItselfWhatScanWouldFind() throws Exception {
        attachAndWait();

        assertThat(host.expect(0, "scan")).isEqualTo("No changes. 2 ENIs are as they should be.\n");
        assertThat(host.expect(0, "apply")).isEqualTo("No changes. 2 ENIs are as they should be.\n");
    }

    @Test
    void downAndUpTellAllThatWasDoneWhicheverPassDidIt() throws Exception {
        attachAndWait();
        String before = host.network();

        JsonNode down = host.json(0, "down", "eth1", "--json");

        assertThat(objects(down, "remove"))
                .contains("rule 10001: from 10.0.1.4 lookup 10001", "address 10.0.1.4/24 dev eth1 noprefixroute");
        assertThat(objects(down, "replace")).anyMatch(object -> object.startsWith("link eth1 down"));
        assertThat(host.ip("-br link show dev eth1")).contains("DOWN");

        JsonNode up = host.json(0, "up", "eth1", "--json");

        assertThat(objects(up, "add"))
                .contains("rule 10001: from 10.0.1.4 lookup 10001", "address 10.0.1.4/24 dev eth1 noprefixroute");
        Eventually.until("it is as before", () -> host.network().equals(before));
    }

    private static List<String> objects(JsonNode applied, String action) {
        return StreamSupport.stream(applied.at("/outcomes").spliterator(), false)
                .filter(outcome -> outcome.at("/action").asText().equals(action))
                .filter(outcome -> outcome.at("/outcome").asText().equals("done"))
                .map(outcome -> outcome.at("/object").asText())
                .toList();
    }

    @Test
    void eventsTellEachChangeAsItHappensAndEndWithTheDaemon() throws Exception {
        Running text = host.start("events");
        Running json = host.start("events", "--json");
        attachAndWait();
        Eventually.until(
                "both heard it",
                () -> text.out().contains("converged in") && json.out().contains("\"passed\""));

        assertThat(text.out())
                .containsPattern(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z  add rule 10001: from 10\\.0\\.1\\.4 lookup 10001: ");
        assertThat(json.out().lines().map(Ec2Host::tree))
                .allSatisfy(event -> assertThat(event.properties().stream().map(java.util.Map.Entry::getKey))
                        .containsExactly("at", "event", "level", "interface", "text"));
        assertThat(json.out().lines().map(Ec2Host::tree))
                .as("a rule is about the ENI's interface")
                .anyMatch(event -> event.at("/text").asText().startsWith("add rule 10001: from 10.0.1.4")
                        && event.at("/interface").asText().equals("eth1"));

        daemon.interrupt();

        assertThat(text.awaitEnd()).isZero();
        assertThat(text.out()).endsWith("stopping (interrupted); the network stays as it is\n");
        assertThat(json.awaitEnd()).isZero();
    }

    @Test
    void aDaemonThatEndsLeavesTheNetworkAndTheCommandsGoOnWithoutIt() throws Exception {
        attachAndWait();
        String before = host.network();

        daemon.interrupt();

        assertThat(daemon.awaitEnd()).isZero();
        assertThat(host.paths().controlSocket()).doesNotExist();
        assertThat(host.network()).isEqualTo(before);
        assertThat(host.expect(0, "status")).contains("daemon not running").endsWith("\nConverged.\n");
    }

    @Test
    void aSocketThatADaemonLeftBehindIsNoDaemon() throws Exception {
        daemon.interrupt();
        try (var left = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            left.bind(java.net.UnixDomainSocketAddress.of(host.paths().controlSocket()));
        }
        assertThat(Files.exists(host.paths().controlSocket())).isTrue();

        assertThat(host.expect(0, "status")).contains("daemon not running");
        daemon = host.daemon();
        assertThat(host.expect(0, "status")).contains("daemon running");
    }

    @Test
    void applyHasTheDaemonReadTheSettingsAgain() throws Exception {
        attachAndWait();
        host.settings("ignore = [\"eth1\"]");

        assertThat(host.expect(0, "apply")).contains("- rule 10001: from 10.0.1.4 lookup 10001", "; 1 ignored");

        host.settings("ignore = [eth1]");
        assertThat(host.expect(1, "apply"))
                .contains("enid.toml:1: ", "nothing was changed; the daemon goes on with the settings it has");
        assertThat(host.expect(0, "status"))
                .contains("ignored", host.paths().settings().toString());
    }
}
