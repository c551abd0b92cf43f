package dev.enid.lab.containers;

import dev.enid.core.ip.Ip;
import dev.enid.lab.containers.Attempt.Transport;
import dev.enid.lab.fabric.LabHome;
import dev.enid.lab.fabric.Powers;
import dev.enid.lab.host.LabHost;
import dev.enid.lab.imds.LabTime;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.probe.Place;
import dev.enid.lab.server.Lab;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A lab with a host of three ENIs, two of them in one subnet, and everybody who may want something of its containers: a
 * machine outside of the VPC, one in a subnet that the host is not in, and one in the subnet of the second ENI.
 */
final class ContainerHost {

    static final String HOST = "web";
    static final List<String> CLIENTS = List.of("client", "far", "near");

    private static final List<Ip> OUTSIDE = List.of(Ip.parse("198.51.100.10"), Ip.parse("2001:db8:ffff::10"));

    /** At which containers answer; what is published leads there. */
    static final int INSIDE = 80;

    private static final String VPC = """
            [vpc]
            cidrs = ["10.0.0.0/16", "2001:db8:100::/56"]
            [subnets.a]
            ipv4 = "10.0.1.0/24"
            ipv6 = "2001:db8:100:1::/64"
            [subnets.b]
            ipv4 = "10.0.2.0/24"
            ipv6 = "2001:db8:100:2::/64"
            [subnets.c]
            ipv4 = "10.0.3.0/24"
            ipv6 = "2001:db8:100:3::/64"
            [instances.web]
            [instances.near]
            [instances.far]
            [enis.web-0]
            subnet = "a"
            instance = "web"
            device-index = 0
            addresses = ["10.0.1.10", "2001:db8:100:1::10"]
            [enis.web-1]
            subnet = "b"
            instance = "web"
            device-index = 1
            addresses = ["10.0.2.20", "10.0.2.21", "2001:db8:100:2::20", "2001:db8:100:2::21"]
            [enis.web-2]
            subnet = "a"
            instance = "web"
            device-index = 2
            addresses = ["10.0.1.30", "2001:db8:100:1::30"]
            [enis.near-0]
            subnet = "b"
            instance = "near"
            device-index = 0
            addresses = ["10.0.2.50", "2001:db8:100:2::50"]
            [enis.far-0]
            subnet = "c"
            instance = "far"
            device-index = 0
            addresses = ["10.0.3.60", "2001:db8:100:3::60"]
            [outside.client]
            addresses = ["198.51.100.10", "2001:db8:ffff::10"]
            """;

    private static @Nullable ContainerHost running;

    private final Path directory;
    private final Lab lab;
    private final LabHost host;
    private final List<Echo> echoes = new ArrayList<>();

    private ContainerHost(Path directory, Lab lab) throws IOException {
        this.directory = directory;
        this.lab = lab;
        this.host = new LabHost(lab, HOST, directory);
        echoes.add(Echo.onAny(lab.network(), "client", LabHost.PORT));
    }

    static ContainerHost up() throws IOException, TopologyException {
        Path directory = Files.createTempDirectory("enid-test-");
        Lab lab = Lab.up(
                new LabHome(directory.resolve("labs"), Optional.of(Path.of("/run/netns"))),
                // The process id in the name: several builds of this may run on one machine.
                "c" + Long.toString(ProcessHandle.current().pid(), 36),
                TopologyFile.parse("containers", VPC),
                LabTime.system(),
                new Random(1));
        ContainerHost up = new ContainerHost(directory, lab);
        running = up;
        return up;
    }

    /** As root nothing may be missing: {@code ./test} installs it. */
    static void assumeDocker() throws IOException {
        Optional<String> missing = Docker.missing();
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    static void assumeRoot() throws IOException {
        Assumptions.assumeTrue(Powers.own() == Powers.ROOT, "containers take root");
    }

    LabHost host() {
        return host;
    }

    Place place(String machine) {
        return Place.of(lab.network(), machine);
    }

    /** Answers in a container, by TCP and UDP, until the end. */
    Container answering(Container container) throws IOException {
        echoes.add(Echo.onAny(container.place(), INSIDE));
        return container;
    }

    /** All addresses that the ENI of that number has. */
    List<Ip> addresses(int number) {
        return host.eni(number).addresses().toList();
    }

    List<Ip> addresses() {
        return Stream.of(0, 1, 2).flatMap(each -> addresses(each).stream()).toList();
    }

    /** Every way of asking for that port from outside of the host: by each client, at each address, by TCP and by UDP. */
    List<Attempt> fromEverybody(List<Ip> to, int port) {
        return CLIENTS.stream()
                .flatMap(client -> from(place(client), to, port).stream())
                .toList();
    }

    List<Attempt> from(Place place, List<Ip> to, int port) {
        return Stream.of(Transport.values())
                .flatMap(transport -> to.stream().map(each -> new Attempt(place, transport, each, port)))
                .toList();
    }

    /**
     * What the host itself answers. By TCP alone: to a datagram it replies with whichever of its addresses suits the way back,
     * as everybody does who does not bind one.
     */
    List<Attempt> toTheHost(Place from, List<Ip> to) {
        return byTcp(from, to, LabHost.PORT);
    }

    List<Attempt> byTcp(Place from, List<Ip> to, int port) {
        return to.stream()
                .map(each -> new Attempt(from, Transport.TCP, each, port))
                .toList();
    }

    /** To a machine outside of the VPC. */
    List<Attempt> toTheClient(Place from) {
        return from(from, OUTSIDE, LabHost.PORT);
    }

    /** Ends both, where they came up. */
    static void close(@Nullable Docker docker, @Nullable ContainerHost lab) throws Exception {
        if (docker != null) {
            docker.close();
        }
        if (lab != null) {
            lab.down();
        }
    }

    /** What a person needs to see who looks for the cause of a failure. */
    static void printRunning() throws Exception {
        if (running != null) {
            running.host.print();
            System.err.println("--- enid plan\n" + running.host.shell().enid("plan"));
            System.err.println("--- nft list ruleset\n" + running.host.shell().run("nft", "list", "ruleset"));
        }
    }

    private void down() throws Exception {
        running = null;
        echoes.forEach(Echo::close);
        host.end();
        lab.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
