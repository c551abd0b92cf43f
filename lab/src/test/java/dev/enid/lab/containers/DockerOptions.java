package dev.enid.lab.containers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Docker as the stories have it: both families, a container on docker0, and one on a network of its own. */
final class DockerOptions {

    private DockerOptions() {}

    static Docker start(ContainerHost lab, String... more) throws IOException, InterruptedException {
        return Docker.start(
                lab.host().machine(),
                Stream.concat(Docker.BOTH_FAMILIES.stream(), Stream.of(more)).toList());
    }

    static Container onDocker0(Docker docker, int port) throws IOException, InterruptedException {
        return docker.run("one", published(port).toArray(String[]::new));
    }

    static Container onNetwork(Docker docker, int port) throws IOException, InterruptedException {
        docker.docker("network", "create", "--ipv6", "--subnet", "fd00:d0c:1::/64", "own");
        List<String> options = new ArrayList<>(List.of("--network", "own"));
        options.addAll(published(port));
        return docker.run("two", options.toArray(String[]::new));
    }

    private static List<String> published(int port) {
        String both = port + ":" + ContainerHost.INSIDE;
        return List.of("--publish", both, "--publish", both + "/udp");
    }

    /** Bridges take two seconds until their IPv6 addresses are in use (duplicate address detection). */
    static void awaitPrimary(ContainerHost lab, int... ports) {
        List<Attempt> all = new ArrayList<>();
        for (int port : ports) {
            all.addAll(lab.from(lab.place("client"), lab.addresses(0), port));
        }
        Attempt.assertAnswered(all);
    }
}
