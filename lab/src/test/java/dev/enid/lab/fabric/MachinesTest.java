package dev.enid.lab.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.enid.lab.program.MachineNetwork;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.VpcException;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a machine of the lab has to itself. */
@ExtendWith(TestLab.Extension.class)
class MachinesTest {

    @Test
    void aMachineHasItsOwnNameProcessesAndPlaceForTheAgent(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");

        assertThat(lab.run("web", "hostname")).isEqualTo("web\n");
        assertThat(lab.run("web", "cat", "/proc/1/comm")).isEqualTo("cat\n");
        assertThat(lab.run("web", "ls", "/sys/class/net").lines())
                .contains("ens5")
                .doesNotContain("web-0");

        lab.run("web", "touch", "/run/enid/socket", "/etc/enid/enid.toml");
        assertThat(lab.run("db", "ls", "/run/enid", "/etc/enid")).doesNotContain("socket", "enid.toml");
        assertThat(lab.run("db", "cat", "/etc/passwd"))
                .as("the rest of /etc is as outside")
                .contains("root:");
        assertThat(Path.of("/etc/enid/enid.toml")).doesNotExist();
        assertThat(Path.of("/run/enid/socket")).doesNotExist();
    }

    @Test
    void argumentsOfACommandInsideStayWhatTheyAre(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");

        assertThat(lab.run("web", "printf", "%s|", "a b", "$HOME", "; exit 1", "*"))
                .isEqualTo("a b|$HOME|; exit 1|*|");
    }

    @Test
    void aMachineThatIsNotThereIsSaidWithThoseThatAre(TestLab lab) throws IOException, TopologyException {
        LabVpc vpc = lab.up("two-enis");

        assertThatThrownBy(() -> vpc.machine("wbe"))
                .isInstanceOf(VpcException.class)
                .hasMessage("no machine \"wbe\"; there are fabric, db, web, client");
        assertThatThrownBy(() -> vpc.inside("wbe", () -> 1)).isInstanceOf(VpcException.class);
    }

    @Test
    void rootFindsTheNamespacesByName(TestLab lab) throws IOException, TopologyException {
        assumeTrue(TestLab.namesDirectory().isPresent(), "names of namespaces need root");
        LabVpc vpc = lab.up("two-enis");

        String name = "enid-" + lab.name() + "-web";
        assertThat(vpc.machine("web").namespace()).contains(name);
        assertThat(TestLab.command(List.of("ip", "netns", "exec", name, "ip", "link"), ""))
                .contains("ens5");

        vpc.close();
        assertThat(TestLab.command(List.of("ip", "netns", "list"), "")).doesNotContain("enid-" + lab.name());
    }

    @Test
    void theMachinesOwnNetworkIsRefused() throws IOException {
        try (Namespace own = Namespace.current()) {
            assertThatThrownBy(() -> OwnNetwork.refuse(own))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("machine's own network");
            assertThatThrownBy(() -> new Plugs(own)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> new Fabric(own, java.time.InstantSource.system()))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> HostNetwork.configure(own, "lo", link -> List.of()))
                    .isInstanceOf(IllegalStateException.class);
        }
        try (Namespace other = Namespace.create()) {
            OwnNetwork.refuse(other);
        }
    }

    @Test
    void theMachineUnderneathLooksTheSameBeforeDuringAndAfter(TestLab lab) throws Exception {
        String before = MachineNetwork.now();

        LabVpc vpc = lab.up("dual-stack");
        assertThat(MachineNetwork.now()).isEqualTo(before);

        vpc.close();
        assertThat(MachineNetwork.now()).isEqualTo(before);
    }
}
