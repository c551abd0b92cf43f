package dev.enid.lab.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enid.lab.fabric.Machine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The plugins bridge and portmap, called as a container runtime calls them: what is wanted on their standard input, the rest in
 * their environment (CNI specification 0.4.0).
 */
final class CniBridge implements AutoCloseable {

    private static final Path PLUGINS = Path.of("/usr/lib/cni");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String BRIDGE = """
            {"cniVersion": "0.4.0", "name": "own", "type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true,
             "hairpinMode": true,
             "ipam": {"type": "host-local", "dataDir": "/run/cni-addresses",
              "ranges": [[{"subnet": "10.88.0.0/16"}], [{"subnet": "fd00:88::/64"}]],
              "routes": [{"dst": "0.0.0.0/0"}, {"dst": "::/0"}]}}
            """;

    private final Machine machine;
    private final List<HeldNamespace> containers = new ArrayList<>();

    CniBridge(Machine machine) {
        this.machine = machine;
    }

    static void assumePlugins() throws IOException {
        ContainerHost.assumeRoot();
        Assumptions.assumeTrue(
                Files.isExecutable(PLUGINS.resolve("portmap")), "needs the package containernetworking-plugins");
    }

    /** A container at the bridge, to which that port of the host is mapped. */
    Container run(String name, int port) throws IOException, InterruptedException {
        HeldNamespace container = HeldNamespace.in(machine);
        containers.add(container);
        container.ip("link set lo up");
        JsonNode attached = JSON.readTree(add("bridge", BRIDGE, name, container));
        String asked = """
                    {"cniVersion": "0.4.0", "name": "own", "type": "portmap", "capabilities": {"portMappings": true}, "snat": true,
                     "runtimeConfig": {"portMappings": [
                      {"hostPort": %1$d, "containerPort": %2$d, "protocol": "tcp"},
                      {"hostPort": %1$d, "containerPort": %2$d, "protocol": "udp"}]}}
                    """.formatted(port, ContainerHost.INSIDE);
        ObjectNode mapping = (ObjectNode) JSON.readTree(asked);
        mapping.set("prevResult", attached);
        add("portmap", mapping.toString(), name, container);
        return new Container(name, container.path());
    }

    private String add(String plugin, String configuration, String name, HeldNamespace container)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(machine.enterCommand());
        command.addAll(List.of(
                "env",
                "CNI_COMMAND=ADD",
                "CNI_CONTAINERID=" + name,
                "CNI_NETNS=/proc/" + container.processInMachine() + "/ns/net",
                "CNI_IFNAME=eth0",
                "CNI_PATH=" + PLUGINS,
                PLUGINS.resolve(plugin).toString()));
        Process process = new ProcessBuilder(command).start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(configuration.getBytes(StandardCharsets.UTF_8));
        }
        String result = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s%s", plugin, result, complaint).isZero();
        return result;
    }

    @Override
    public void close() throws IOException {
        for (HeldNamespace each : containers) {
            each.close();
        }
    }
}
