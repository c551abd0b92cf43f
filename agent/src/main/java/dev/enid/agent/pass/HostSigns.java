package dev.enid.agent.pass;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files by which a container network tells that it gives ENI addresses to pods. */
public final class HostSigns {

    private static final Path CNI_CONFIGURATIONS = Path.of("etc/cni/net.d");
    /** The VPC CNI's checkpoint of the addresses it gave away (AWS_VPC_K8S_CNI_BACKING_STORE's default). */
    private static final Path VPC_CNI_ALLOCATIONS = Path.of("run/aws-node/ipam.json");
    /** Cilium's settings in force, since Cilium 1.9. */
    private static final Path CILIUM_SETTINGS = Path.of("run/cilium/state/agent-runtime-config.json");
    /** Cilium's option {@code ipam: eni}, under the name of its field. */
    private static final Pattern CILIUM_ENI_MODE = Pattern.compile("\"IPAM\"\\s*:\\s*\"eni\"");
    /** The plugin's name in a CNI configuration: {@code "type": "aws-cni"}. */
    private static final Pattern VPC_CNI_PLUGIN = Pattern.compile("\"type\"\\s*:\\s*\"aws-cni\"");
    /** Cilium's plugin, told to take its addresses from ENIs by an {@code "eni": {...}} of its own. */
    private static final Pattern CILIUM_ENI_PLUGIN =
            Pattern.compile("\"type\"\\s*:\\s*\"cilium-cni\".*\"eni\"\\s*:\\s*\\{", Pattern.DOTALL);

    /** There as long as br_netfilter is loaded: 1 where what goes from port to port of a bridge passes iptables. */
    private static final Path BRIDGE_NETFILTER = Path.of("proc/sys/net/bridge/bridge-nf-call-iptables");

    /** No configuration of one's own making is longer. */
    private static final int MOST_BYTES = 256 * 1024;

    private final Path root;

    /** @param root of the file system, {@code /} but in tests */
    public HostSigns(Path root) {
        this.root = root;
    }

    /** The files that say so, as paths on the host, sorted; a file that cannot be read says nothing. */
    public List<String> podNetworks() {
        List<String> signs = new ArrayList<>();
        for (Path file : configurations()) {
            String text = text(file);
            if (VPC_CNI_PLUGIN.matcher(text).find()
                    || CILIUM_ENI_PLUGIN.matcher(text).find()) {
                signs.add("/" + root.relativize(file));
            }
        }
        if (Files.exists(root.resolve(VPC_CNI_ALLOCATIONS))) {
            signs.add("/" + VPC_CNI_ALLOCATIONS);
        }
        if (CILIUM_ENI_MODE.matcher(text(root.resolve(CILIUM_SETTINGS))).find()) {
            signs.add("/" + CILIUM_SETTINGS + " with ipam eni");
        }
        signs.sort(String::compareTo);
        return signs;
    }

    /** Whether what goes from port to port of a bridge passes netfilter, as NAT between containers needs; empty where unknown. */
    public Optional<Boolean> bridgesPassNetfilter() {
        String value = text(root.resolve(BRIDGE_NETFILTER)).strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(!value.equals("0"));
    }

    /** What a CNI runtime would read: .conf, .conflist and .json. */
    private List<Path> configurations() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(root.resolve(CNI_CONFIGURATIONS), "*.{conf,conflist,json}")) {
            all.forEach(files::add);
        } catch (IOException e) {
            return List.of();
        }
        return files;
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
