package dev.enid.lab.containers;

import dev.enid.lab.fabric.LabException;
import dev.enid.lab.fabric.Machine;
import dev.enid.lab.fabric.Powers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Docker daemon in a machine of the lab: the one that is installed, with everything it does to a network. It has nothing in
 * common with one that runs on the machine underneath: neither images nor sockets nor settings.
 */
public final class Docker implements Engine {

    /** Where Debian has them; not what somebody has put before them on the path. */
    private static final List<Path> DIRECTORIES = List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"));

    private static final long PATIENCE_SECONDS = 60;

    /** IPv6 beside IPv4, translated in the same way; Docker 20.10 takes the last two for it. */
    public static final List<String> BOTH_FAMILIES =
            List.of("--ipv6", "--fixed-cidr-v6=fd00:d0c::/64", "--ip6tables", "--experimental");

    /** The image that containers are made of: busybox alone. */
    private static final String IMAGE = "busybox:enid";

    private final Box box;
    private final List<String> options;
    private final Path client;
    private final List<String> networks = new ArrayList<>();
    private String version = "";
    private Optional<Process> daemon = Optional.empty();

    private Docker(Box box, List<String> options, Path client) {
        this.box = box;
        this.options = List.copyOf(options);
        this.client = client;
    }

    /** What keeps a Docker daemon from running in a machine of the lab, and what to do about it; empty where nothing does. */
    public static Optional<String> missing() throws IOException {
        for (String program : List.of("dockerd", "docker", "iptables", "ip6tables")) {
            if (program(program).isEmpty()) {
                return Optional.of(program + " is not installed (Debian: docker.io, iptables)");
            }
        }
        if (busybox().isEmpty()) {
            return Optional.of("there is no statically linked busybox (Debian: busybox-static)");
        }
        return Powers.own() == Powers.ROOT
                ? Optional.empty()
                : Optional.of("a Docker daemon with control groups and mounts of its own takes root");
    }

    private static Optional<Path> program(String name) {
        return DIRECTORIES.stream()
                .map(each -> each.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** One that needs no library: there is none in the image. */
    private static Optional<Path> busybox() throws IOException {
        Path path = Path.of("/bin/busybox");
        if (!Files.isExecutable(path)) {
            return Optional.empty();
        }
        // The name of the dynamic linker stands at the beginning of what needs one (PT_INTERP of elf(5)).
        try (InputStream file = Files.newInputStream(path)) {
            String head = new String(file.readNBytes(4096), StandardCharsets.ISO_8859_1);
            return head.contains("/ld-") ? Optional.empty() : Optional.of(path);
        }
    }

    /**
     * Starts a daemon, and waits until it answers.
     *
     * @param options of dockerd, such as {@code --userland-proxy=false}
     */
    public static Docker start(Machine machine, List<String> options) throws IOException, InterruptedException {
        Path client = program("docker").orElseThrow(() -> new LabException("docker is not installed"));
        Docker docker = new Docker(Box.in(machine), options, client);
        try {
            docker.start();
            docker.version = docker.docker("version", "--format", "{{.Server.Version}}");
            docker.importImage();
            return docker;
        } catch (IOException | InterruptedException | RuntimeException e) {
            docker.close();
            throw e;
        }
    }

    /** Starts the daemon again; waits until it answers. */
    public void start() throws IOException, InterruptedException {
        Path dockerd = program("dockerd").orElseThrow(() -> new LabException("dockerd is not installed"));
        Path directory = box.directory();
        List<String> command = new ArrayList<>(List.of(
                dockerd.toString(),
                "--config-file=" + Files.writeString(directory.resolve("daemon.json"), "{}\n"),
                "--data-root=" + directory.resolve("data"),
                "--exec-root=" + directory.resolve("exec"),
                "--pidfile=" + pidFile(),
                "--host=" + host(),
                "--exec-opt=native.cgroupdriver=cgroupfs",
                "--cgroup-parent=" + box.group()));
        command.addAll(options);
        Process started = new ProcessBuilder(box.command(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        daemon = Optional.of(started);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                throw new LabException("dockerd does not answer: " + lastOfLog());
            }
            Thread.sleep(10);
        }
    }

    private boolean answers() throws IOException, InterruptedException {
        return Files.exists(box.directory().resolve("docker.sock"))
                && run(List.of("version")).exit() == 0;
    }

    private void importImage() throws IOException, InterruptedException {
        Path root = Files.createDirectories(box.directory().resolve("image"));
        Path busybox = busybox().orElseThrow(() -> new LabException("there is no statically linked busybox"));
        Files.copy(busybox, Files.createDirectory(root.resolve("bin")).resolve("busybox"));
        Path archive = box.directory().resolve("image.tar");
        Programs.must(List.of("tar", "--create", "--file", archive.toString(), "--directory", root.toString(), "."));
        docker("import", archive.toString(), IMAGE);
    }

    private Path pidFile() {
        return box.directory().resolve("dockerd.pid");
    }

    private String host() {
        return "unix://" + box.directory().resolve("docker.sock");
    }

    private Path log() {
        return box.directory().resolve("dockerd.log");
    }

    /** The last lines that the daemon wrote. */
    public String lastOfLog() throws IOException {
        List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    /** Runs the client, which has to succeed; what it wrote. */
    public String docker(String... arguments) throws IOException, InterruptedException {
        Programs.Ran ran = run(List.of(arguments));
        if (ran.exit() != 0) {
            throw new LabException("docker " + String.join(" ", arguments) + ": " + ran.output());
        }
        return ran.output();
    }

    private Programs.Ran run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(client.toString(), "--host=" + host()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        // Not the settings of whoever runs this.
        builder.environment().put("DOCKER_CONFIG", box.directory().toString());
        builder.environment().remove("DOCKER_CONTEXT");
        return Programs.run(builder);
    }

    /**
     * Starts a container that does nothing until it is removed: what is to be answered in it is answered by
     * {@link Container#place}.
     *
     * @param arguments of {@code docker run}: networks, published ports
     */
    public Container run(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("run", "--detach", "--name", name));
        // A first process takes no SIGTERM that it has no handler for.
        command.addAll(List.of("--stop-signal", "KILL", "--log-driver", "none"));
        command.addAll(List.of(arguments));
        command.addAll(List.of(IMAGE, "/bin/busybox", "sleep", "1d"));
        docker(command.toArray(String[]::new));
        String key = docker("inspect", "--format", "{{.NetworkSettings.SandboxKey}}", name);
        return new Container(name, box.path(Path.of(key)));
    }

    @Override
    public String description() {
        return "Docker " + version;
    }

    @Override
    public Container publish(String name, String network, int port) throws IOException, InterruptedException {
        if (!network.equals(FIRST) && !networks.contains(network)) {
            networks.add(network);
            docker("network", "create", "--ipv6", "--subnet", "fd00:d0c:" + networks.size() + "::/64", network);
        }
        String published = port + ":" + port;
        return run(name, "--network", network, "--publish", published, "--publish", published + "/udp");
    }

    /** Ends the daemon as a service manager does, and starts it again. */
    public void restart() throws IOException, InterruptedException {
        stop();
        start();
    }

    /** SIGTERM, and waits for its end. */
    public void stop() throws IOException, InterruptedException {
        Process running = daemon.orElseThrow(() -> new IllegalStateException("dockerd does not run"));
        Programs.must(
                box.command(List.of("kill", "-TERM", Files.readString(pidFile()).strip())));
        if (!running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new LabException("dockerd does not end: " + lastOfLog());
        }
        daemon = Optional.empty();
    }

    /** Ends the daemon and all containers. What it did to the machine's network stays there, as after a power cut. */
    @Override
    public void close() throws IOException {
        box.close();
    }
}
