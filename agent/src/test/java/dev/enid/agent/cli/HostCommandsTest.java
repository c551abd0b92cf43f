package dev.enid.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.control.DaemonLock;
import dev.enid.agent.host.PrivateHost;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A person on an instance where no daemon runs: each command does its work itself. */
@ExtendWith(PrivateHost.Extension.class)
class HostCommandsTest {

    @TempDir
    private Path directory;

    private Ec2Host host;

    @BeforeEach
    void anInstance(PrivateHost given) throws Exception {
        host = new Ec2Host(given, directory);
    }

    @AfterEach
    void end() throws Exception {
        host.end();
    }

    @Test
    void planShowsWhatApplyThenDoesAndNothingIsLeftToDo() throws Exception {
        host.attach(1);
        String before = host.network();

        String plan = host.expect(2, "plan");

        assertThat(plan)
                .contains("  + rule 10001: from 10.0.1.4 lookup 10001 ")
                .contains("# 10.0.1.4 belongs to eni-00000001, and the VPC takes it from no other ENI\n")
                .containsPattern("\nPlan: \\d+ to add, \\d+ to replace, 0 to remove\\.\n$");
        assertThat(host.network()).as("plan changes nothing").isEqualTo(before);

        String applied = host.expect(0, "apply");

        assertThat(applied)
                .contains("  + rule 10001: from 10.0.1.4 lookup 10001 ")
                .containsPattern("\nApplied: \\d+ done\\. Converged\\. 2 ENIs are as they should be\\.\n$");
        assertThat(host.ip("rule")).contains("10001:\tfrom 10.0.1.4 lookup 10001");
        assertThat(host.expect(0, "plan")).isEqualTo("No changes. 2 ENIs are as they should be.\n");
        assertThat(host.expect(0, "apply")).isEqualTo("No changes. 2 ENIs are as they should be.\n");
        assertThat(host.expect(0, "status")).endsWith("\nConverged.\n");
    }

    @Test
    void scanFindsWhatWasAttachedSince() throws Exception {
        host.expect(0, "apply");
        host.attach(1);

        assertThat(host.expect(0, "scan")).contains("eth1\n", "+ address 10.0.1.4/24 dev eth1");

        assertThat(host.ip("-br addr show dev eth1")).contains("10.0.1.4/24");
        assertThat(host.expect(0, "scan")).startsWith("No changes.");
    }

    @Test
    void anEniGoesDownAndComesUpAgainByAnyOfItsNames() throws Exception {
        host.attach(1);
        host.expect(0, "apply");
        String before = host.network();

        String down = host.expect(0, "down", "eth1");

        assertThat(down)
                .contains("- address 10.0.1.4/24 dev eth1")
                .contains("~ link eth1 down")
                .contains("held down by `enid down`; `enid up` takes it back")
                .contains("the primary ENI is the only one in use, and needs no table of its own");
        assertThat(host.ip("rule")).doesNotContain("lookup 1000");
        assertThat(host.ip("-br link show dev eth1")).contains("DOWN");
        assertThat(host.expect(0, "status")).contains("ignored", "Converged.");
        assertThat(host.expect(0, "apply")).as("apply leaves it down").startsWith("No changes.");

        host.expect(0, "up", "eni-00000001");

        assertThat(host.network()).isEqualTo(before);
        for (String name : new String[] {"device-number-1", "02:00:5e:00:53:01", "1"}) {
            host.expect(0, "down", name);
            host.expect(0, "up", name);
            assertThat(host.network()).as("after down and up of %s", name).isEqualTo(before);
        }
    }

    @Test
    void thePrimaryStaysUpAndWhatIsNoEniIsRefusedWithTheNamesThereAre() throws Exception {
        host.attach(1);

        assertThat(host.expect(1, "down", "eth0")).isEqualTo("""
                enid: eth0 is the primary ENI, by which this host is reached: it stays up
                      enid leaves taking it down to the host's own network manager
                """);
        assertThat(host.expect(1, "down", "eth7")).isEqualTo("""
                enid: eth7 is no ENI of this instance
                      there are eth0 (eni-00000000), eth1 (eni-00000001)
                """);
        assertThat(host.expect(64, "up", "eth1; reboot"))
                .startsWith("enid: not an ENI id, MAC address, device index or interface name: \"eth1; reboot\"\n");
    }

    @Test
    void whoIsNotRootSeesAllAndIsToldTheCommandThatChangesIt() throws Exception {
        host.attach(1);
        String before = host.network();
        host.becomeNobody();

        host.expect(2, "plan");
        host.expect(0, "status");
        host.expect(0, "explain", "--to", "198.51.100.10");
        assertThat(host.expect(1, "apply")).isEqualTo("""
                enid: enid apply changes the host's network, which only root may
                      sudo enid apply
                """);
        assertThat(host.expect(1, "scan")).endsWith("      sudo enid scan\n");
        assertThat(host.expect(1, "up", "eth1")).endsWith("      sudo enid up eth1\n");
        assertThat(host.expect(1, "down", "eth1")).endsWith("      sudo enid down eth1\n");
        assertThat(host.expect(1, "daemon")).endsWith("      sudo enid daemon\n");
        assertThat(host.network()).isEqualTo(before);
    }

    @Test
    void withoutImdsNothingIsChangedAndEveryCommandSaysWhy() throws Exception {
        host.attach(1);
        String before = host.network();
        host.imds().close();

        assertThat(host.expect(0, "status"))
                .startsWith("Instance unknown; IMDS missing;")
                .contains("! IMDS has not been read, so it is not known what should hold, and nothing is changed: ")
                .endsWith("Not known to be converged.\n");
        assertThat(host.expect(0, "plan")).startsWith("No changes. IMDS has not been read");
        assertThat(host.json(0, "plan", "--json").at("/imds").asText()).isEqualTo("missing");
        assertThat(host.type("apply").exit()).isEqualTo(1);
        assertThat(host.expect(1, "down", "eth1"))
                .startsWith("enid: IMDS has not been read, so it is not known which interface is an ENI\n");
        assertThat(host.expect(0, "explain", "--to", "198.51.100.10"))
                .contains("IMDS was never read, so whether the VPC accepts it is not known.");
        assertThat(host.network()).isEqualTo(before);
    }

    @Test
    void aSettingsFileWithMistakesStopsEveryCommandWithAllOfThem() throws Exception {
        host.settings("""
                mtu = "large"
                main-route = false

                [imds]
                timeout = "2 weeks"
                """);

        for (String command : new String[] {"plan", "status", "apply", "daemon"}) {
            assertThat(host.expect(1, command))
                    .as(command)
                    .startsWith("enid: " + host.paths().settings())
                    .contains("enid.toml:1: mtu: ")
                    .contains("enid.toml:2: \"main-route\": no such setting; did you mean main-routes")
                    .contains("enid.toml:5: imds.timeout: ");
        }
    }

    @Test
    void settingsHold() throws Exception {
        host.attach(1);
        host.settings("ignore = [\"eth1\"]");

        assertThat(host.expect(0, "status")).contains("opted out by ignore = \"eth1\" in the settings");
        assertThat(host.expect(0, "apply")).doesNotContain("10.0.1.4").contains("; 1 ignored");
    }

    @Test
    void twoWhoChangeAtOnceDoNotMix() throws Exception {
        try (DaemonLock _ = DaemonLock.take(host.paths())) {
            assertThat(host.expect(1, "apply")).contains("enid runs already");
            assertThat(host.expect(1, "daemon")).contains("enid runs already");
        }
        host.expect(0, "apply");
    }

    @Test
    void thereIsNothingToFollowWithoutADaemon() throws Exception {
        assertThat(host.expect(1, "events")).isEqualTo("""
                enid: no daemon runs on this host, so there is nothing to follow
                      sudo systemctl start enid, or: sudo enid daemon
                """);
    }

    @Test
    void explainSaysWhereAPacketGoesAndThatTheVpcWouldDropIt() throws Exception {
        host.attach(1);
        host.ip("addr add 10.0.1.4/24 dev eth1");
        host.ip("link set eth1 up");
        String[] reply = {"explain", "--from", "10.0.1.4", "--to", "198.51.100.10"};

        assertThat(host.expect(0, reply))
                .contains("The packet leaves by eth0 via 10.0.0.1 with source 10.0.1.4; eth0 is eni-00000000.\n")
                .contains("The VPC drops it: 10.0.1.4 does not belong to eni-00000000 (");

        host.expect(0, "apply");

        assertThat(host.expect(0, reply)).contains("""
                  * rule 10001: from 10.0.1.4 lookup 10001
                      # enid's: 10.0.1.4 belongs to eni-00000001, and the VPC takes it from no other ENI
                      yes, route default via 10.0.1.1 dev eth1 table 10001
                """).contains("""
                The packet leaves by eth1 via 10.0.1.1 with source 10.0.1.4; eth1 is eni-00000001.
                The VPC accepts it: 10.0.1.4 belongs to eni-00000001.
                The kernel says the same: unicast via 10.0.1.1 dev eth1 table 10001.
                """);
    }

    @Test
    void aPacketThatCannotBeMeantIsAUsageError() throws Exception {
        assertThat(host.expect(64, "explain", "--to", "nowhere"))
                .startsWith("enid: --to takes an address such as 10.0.2.20, not nowhere\n");
        assertThat(host.expect(64, "explain", "--from", "10.0.0.4", "--to", "2001:db8::1"))
                .startsWith("enid: --from 10.0.0.4 and --to 2001:db8::1 are not of one address family\n");
        assertThat(host.expect(64, "explain", "--to", "10.0.0.9", "--mark", "0x8z"))
                .startsWith("enid: --mark takes a number of 32 bits such as 0x80, not 0x8z\n");
        assertThat(host.expect(64, "explain", "--to", "10.0.0.9", "--in", "eth0"))
                .startsWith("enid: a packet that comes in has a source: give --from ADDR too\n");
        assertThat(host.expect(64, "explain")).startsWith("enid: enid explain needs --to ADDR\n");
        assertThat(host.expect(1, "explain", "--to", "10.0.0.9", "--oif", "eth9"))
                .isEqualTo("""
                enid: there is no interface "eth9"
                      there are lo, eth0
                """);
    }
}
