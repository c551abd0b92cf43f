package dev.enid.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enid.core.ip.Ip;
import dev.enid.lab.containers.Container;
import dev.enid.lab.containers.Engine;
import dev.enid.lab.containers.PlainBridges;
import dev.enid.lab.fabric.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A TCP stream from a client outside to a container, through a published port of the primary ENI, with connections marked and
 * without: in pairs, since a machine is not as fast at all times.
 */
final class Throughput implements Measurement {

    private static final int PAIRS = 20;
    private static final int SECONDS = 2;
    private static final int PORT = 5201;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<Figure> measure(Program program) throws IOException, InterruptedException {
        try (Rig rig = Rig.up(program, "dual-stack");
                Engine engine = PlainBridges.in(rig.machine())) {
            Container container = engine.publish("server", Engine.FIRST, PORT);
            Process server = new ProcessBuilder(
                            "nsenter", "--net=" + container.network(), "iperf3", "--server", "--port=" + PORT)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                List<Figure> figures = new ArrayList<>(of(
                        rig,
                        program,
                        "IPv4",
                        rig.vpc().vpc().eni("web-0").ipv4().getFirst()));
                figures.addAll(of(
                        rig,
                        program,
                        "IPv6",
                        rig.vpc().vpc().eni("web-0").ipv6().getFirst()));
                return figures;
            } finally {
                server.destroy();
            }
        }
    }

    private static List<Figure> of(Rig rig, Program program, String family, Ip address)
            throws IOException, InterruptedException {
        Samples with = new Samples();
        Samples without = new Samples();
        Samples shares = new Samples();
        for (int i = 0; i <= PAIRS; i++) {
            // Each is the first of a pair as often as the other.
            boolean markedFirst = i % 2 == 0;
            double first = stream(rig, program, address, markedFirst);
            double second = stream(rig, program, address, !markedFirst);
            if (i > 0) {
                with.add(markedFirst ? first : second);
                without.add(markedFirst ? second : first);
                shares.add(100 * (markedFirst ? first / second : second / first));
            }
        }
        return List.of(
                Figure.atLeast(
                        "a TCP stream to a published port with marks, of the same without, " + family + ", median of "
                                + PAIRS + " pairs",
                        shares.median(),
                        97,
                        "%"),
                Figure.told("the same, with", with.median(), "Gbit/s"),
                Figure.told("the same, without", without.median(), "Gbit/s"));
    }

    private static double stream(Rig rig, Program program, Ip address, boolean marked)
            throws IOException, InterruptedException {
        Machine machine = rig.machine();
        Path settings = Path.of("/proc", Long.toString(machine.process()), "root", "etc", "enid", "enid.toml");
        Files.writeString(settings, "containers = \"" + (marked ? "on" : "off") + "\"\n");
        Commands.run(machine, program, "apply");
        Waiting.until(
                "containers are" + (marked ? "" : " not") + " marked",
                PATIENCE,
                () -> Commands.run(machine, program, "status", "--json").contains("\"marked\":" + marked));
        String output = client(rig, address);
        JsonNode result = JSON.readTree(output);
        double bits = result.at("/end/sum_received/bits_per_second").asDouble();
        if (bits <= 0) {
            throw new IOException(String.format(Locale.ROOT, "iperf3 (Debian: iperf3) to %s: %s", address, output));
        }
        return bits / 1e9;
    }

    private static String client(Rig rig, Ip address) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(rig.vpc().machine("client").enterCommand());
        command.addAll(List.of("iperf3", "--client", address.toString(), "--port=" + PORT));
        command.addAll(List.of("--time=" + SECONDS, "--omit=1", "--json"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
