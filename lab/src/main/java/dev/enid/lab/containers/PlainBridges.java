package dev.enid.lab.containers;

import dev.enid.lab.fabric.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Containers without an engine: what every engine does to a network, and no more. A bridge for each network, a network
 * namespace at its other end for each container, and a translation of the host's port to it, by nftables.
 */
public final class PlainBridges implements Engine {

    private static final String TABLE = """
            table inet plain {
                chain prerouting { type nat hook prerouting priority dstnat; }
                chain output { type nat hook output priority -100; }
                chain postrouting { type nat hook postrouting priority srcnat; }
            }
            """;

    private final Machine machine;
    private final List<HeldNamespace> containers = new ArrayList<>();
    private final Map<String, Network> networks = new LinkedHashMap<>();

    /** The bridges' addresses are .1 and ::1, those of containers follow. */
    private record Network(String bridge, String v4, String v6) {}

    private PlainBridges(Machine machine) {
        this.machine = machine;
    }

    /** Makes the machine forward, as engines do. */
    public static PlainBridges in(Machine machine) throws IOException, InterruptedException {
        PlainBridges made = new PlainBridges(machine);
        made.shell("echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding");
        made.nft(TABLE);
        return made;
    }

    @Override
    public String description() {
        return "a bridge and a network namespace";
    }

    @Override
    public Container publish(String name, String network, int port) throws IOException, InterruptedException {
        Network of = network(network);
        int number = containers.size() + 2;
        HeldNamespace container = HeldNamespace.in(machine);
        containers.add(container);
        String link = "veth" + number;
        ip("link add " + link + " type veth peer name eth0 netns " + container.processInMachine());
        ip("link set " + link + " master " + of.bridge + " up");
        String v4 = of.v4 + number;
        String v6 = of.v6 + number;
        for (String line : List.of(
                "link set lo up",
                "address add " + v4 + "/24 dev eth0",
                "address add " + v6 + "/64 dev eth0 nodad",
                "link set eth0 up",
                "route add default via " + of.v4 + "1",
                "route add default via " + of.v6 + "1")) {
            container.ip(line);
        }
        for (String chain : List.of("prerouting", "output")) {
            String asked =
                    "add rule inet plain " + chain + " fib daddr type local meta l4proto { tcp, udp } th dport " + port;
            nft(asked + " dnat ip to " + v4 + "\n" + asked + " dnat ip6 to " + v6 + "\n");
        }
        return new Container(name, container.path());
    }

    private Network network(String name) throws IOException, InterruptedException {
        Network there = networks.get(name);
        if (there != null) {
            return there;
        }
        int number = 18 + networks.size();
        Network made = new Network("br-" + name, "172." + number + ".0.", "fd00:" + number + "::");
        ip("link add " + made.bridge + " type bridge");
        ip("address add " + made.v4 + "1/24 dev " + made.bridge);
        ip("address add " + made.v6 + "1/64 dev " + made.bridge + " nodad");
        ip("link set " + made.bridge + " up");
        String out = " oifname != \"" + made.bridge + "\" masquerade\n";
        nft("add rule inet plain postrouting ip saddr " + made.v4 + "0/24" + out
                + "add rule inet plain postrouting ip6 saddr " + made.v6 + "/64" + out);
        networks.put(name, made);
        return made;
    }

    private void ip(String arguments) throws IOException, InterruptedException {
        inside("ip", arguments.split(" ", -1));
    }

    private void nft(String ruleset) throws IOException, InterruptedException {
        inside("nft", ruleset);
    }

    private void shell(String script) throws IOException, InterruptedException {
        inside("sh", "-c", script);
    }

    private void inside(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(machine.enterCommand());
        command.add(program);
        command.addAll(List.of(arguments));
        Programs.must(command);
    }

    /** Ends the containers; bridges and translations stay, as long as the machine does. */
    @Override
    public void close() throws IOException {
        for (HeldNamespace each : containers) {
            each.close();
        }
    }
}
