package dev.enid.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.lab.program.EnidProgram;
import dev.enid.lab.topology.AttachRequest;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a host keeps when it is started again, and what is on it from the beginning. */
class RebootTest {

    @RegisterExtension
    static final Debians DEBIANS = Debians.in("h");

    @Test
    void itsDiskIsKeptAndWhatWasInMemoryIsNot() throws Exception {
        DebianHost host = DEBIANS.boot("h", DebianSetup.of(LinkManager.NETWORKD).withDhcp(Debians.PRIMARY));
        DEBIANS.awaitAddresses(host, Debians.PRIMARY, "h-0");
        DEBIANS.network().attach(AttachRequest.of("h", "h-1"));
        String identity = host.must("cat", "/etc/machine-id");
        host.write("/etc/kept", "by a person\n");
        host.write("/run/lost", "by a program\n");
        host.must("ip", "rule", "add", "from", "192.0.2.1", "lookup", "100");

        host.reboot(DEBIANS.network());

        assertThat(host.failed()).isEmpty();
        assertThat(Files.readString(host.path("/etc/kept"))).isEqualTo("by a person\n");
        assertThat(host.path("/run/lost")).doesNotExist();
        assertThat(host.must("ip", "rule", "show", "from", "192.0.2.1")).isEmpty();
        assertThat(host.must("cat", "/etc/machine-id")).isEqualTo(identity).hasSize(32);
        assertThat(host.must("journalctl", "--quiet", "--list-boots").lines()).hasSize(2);
        assertThat(host.path("/sys/class/net/ens6")).exists();
        DEBIANS.awaitAddresses(host, Debians.PRIMARY, "h-0");
    }

    @Test
    void enidIsThereForWhoeverWantsIt() throws Exception {
        DebianHost host = DEBIANS.boot(
                "h",
                DebianSetup.of(LinkManager.NETWORKD)
                        .withDhcp(Debians.PRIMARY)
                        .withEnid(EnidProgram.here().command()));
        DEBIANS.awaitAddresses(host, Debians.PRIMARY, "h-0");

        assertThat(host.run("enid", "status", "--json").output())
                .contains(DEBIANS.network().vpc().instance("h").id())
                .contains(DEBIANS.network().vpc().eni("h-0").mac().toString());
        String java = EnidProgram.here().command().getFirst();
        assertThat(host.run("touch", java + ".changed").output()).contains("Read-only file system");
    }
}
