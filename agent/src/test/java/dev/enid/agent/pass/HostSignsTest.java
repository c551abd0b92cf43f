package dev.enid.agent.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSignsTest {

    @TempDir
    private Path root;

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<String> signs() {
        return new HostSigns(root).podNetworks();
    }

    @Test
    void anOrdinaryHostHasNone() throws Exception {
        assertThat(signs()).isEmpty();
        file("etc/cni/net.d/10-bridge.conflist", "{\"plugins\":[{\"type\":\"bridge\"}]}");
        file("etc/cni/net.d/87-podman-bridge.conflist", "{\"plugins\":[{\"type\":\"bridge\"},{\"type\":\"portmap\"}]}");
        assertThat(signs()).isEmpty();
    }

    @Test
    void whetherBridgesPassNetfilterIsKnownOnceItsModuleIsLoaded() throws Exception {
        assertThat(new HostSigns(root).bridgesPassNetfilter()).isEmpty();
        file("proc/sys/net/bridge/bridge-nf-call-iptables", "0\n");
        assertThat(new HostSigns(root).bridgesPassNetfilter()).contains(false);
        file("proc/sys/net/bridge/bridge-nf-call-iptables", "1\n");
        assertThat(new HostSigns(root).bridgesPassNetfilter()).contains(true);
    }

    @Test
    void theVpcCniLeavesItsConfigurationAndItsAllocations() throws Exception {
        file(
                "etc/cni/net.d/10-aws.conflist",
                "{\"cniVersion\":\"0.4.0\",\"name\":\"aws-cni\",\"plugins\":[{\"name\":\"aws-cni\",\"type\": \"aws-cni\"}]}");
        file("run/aws-node/ipam.json", "{\"version\":\"vpc-cni-ipam/1\",\"allocations\":[]}");

        assertThat(signs()).containsExactly("/etc/cni/net.d/10-aws.conflist", "/run/aws-node/ipam.json");
    }

    @Test
    void ciliumCountsOnlyInItsEniMode() throws Exception {
        file("etc/cni/net.d/05-cilium.conflist", "{\"plugins\":[{\"type\":\"cilium-cni\",\"enable-debug\":false}]}");
        file("run/cilium/state/agent-runtime-config.json", "{\"IPAM\":\"cluster-pool\",\"EnableIPv4\":true}");
        assertThat(signs()).isEmpty();

        file("run/cilium/state/agent-runtime-config.json", "{\"IPAM\": \"eni\",\"EnableIPv4\":true}");
        assertThat(signs()).containsExactly("/run/cilium/state/agent-runtime-config.json with ipam eni");
        file(
                "etc/cni/net.d/05-cilium.conflist",
                "{\"plugins\":[{\"type\":\"cilium-cni\",\n\"eni\":{\"first-interface-index\":1}}]}");
        assertThat(signs()).hasSize(2).first().isEqualTo("/etc/cni/net.d/05-cilium.conflist");
    }

    @Test
    void whatCannotBeReadSaysNothing() throws Exception {
        Files.createDirectories(root.resolve("etc/cni/net.d/10-directory.conflist"));
        Files.createDirectories(root.resolve("run/cilium/state/agent-runtime-config.json"));

        assertThat(signs()).isEmpty();
    }
}
