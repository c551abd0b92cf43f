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
    private static final int SECONDS = 1;
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
        Samples perCpu = new Samples();
        for (int i = 0; i <= PAIRS; i++) {
            // Each is the first of a pair as often as the other.
            boolean markedFirst = i % 2 == 0;
            Stream first = stream(rig, program, address, markedFirst);
            Stream second = stream(rig, program, address, !markedFirst);
            if (i > 0) {
                Stream marked = markedFirst ? first : second;
                Stream plain = markedFirst ? second : first;
                with.add(marked.gigabits);
                without.add(plain.gigabits);
                shares.add(100 * marked.gigabits / plain.gigabits);
                perCpu.add(100 * marked.perCpu() / plain.perCpu());
            }
        }
        return List.of(
                Figure.atLeast(
                        "a TCP stream to a published port with marks, of the same without, " + family + ", median of "
                                + PAIRS + " pairs",
                        shares.median(),
                        97,
                        "%"),
                Figure.told("the same, by the CPU time that both ends take for it", perCpu.median(), "%"),
                Figure.told("the same, with", with.median(), "Gbit/s"),
                Figure.told("the same, without", without.median(), "Gbit/s"));
    }

    /**
     * One run of iperf3.
     *
     * @param gigabits a second
     * @param cpu of client and server, in percent of one; the host's forwarding is in it, since on a veth who sends a packet
     *     carries it through
     */
    private record Stream(double gigabits, double cpu) {

        double perCpu() {
            return gigabits / cpu;
        }
    }

    private static Stream stream(Rig rig, Program program, Ip address, boolean marked)
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
        double cpu = result.at("/end/cpu_utilization_percent/host_total").asDouble()
                + result.at("/end/cpu_utilization_percent/remote_total").asDouble();
        return new Stream(bits / 1e9, cpu);
    }

    private static String client(Rig rig, Ip address) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(rig.vpc().machine("client").enterCommand());
        command.addAll(List.of("iperf3", "--client", address.toString(), "--port=" + PORT));
        command.addAll(List.of("--time=" + SECONDS, "--json"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
