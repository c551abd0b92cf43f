package dev.enid.bench;

import dev.enid.agent.ec2.AwsEc2;
import dev.enid.agent.ec2.Ec2;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.imds.Timing;
import dev.enid.agent.move.MoveFailed;
import dev.enid.agent.move.MoveOptions;
import dev.enid.agent.move.MovePlan;
import dev.enid.agent.move.Mover;
import dev.enid.agent.move.Preflight;
import dev.enid.agent.move.ResourceWords;
import dev.enid.agent.move.Survey;
import dev.enid.agent.move.Trail;
import dev.enid.core.ip.Ip;
import dev.enid.lab.ec2.Credentials;
import dev.enid.lab.fabric.LabHome;
import dev.enid.lab.imds.LabTime;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.server.Lab;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An ENI that goes back and forth between two instances, each with the daemon: from the call, with its preflight, to the first
 * connection from outside after EC2 shows the ENI at the target. By enid's own code in a process that has moved before, and by
 * the script that people write.
 */
final class Moves implements Measurement {

    private static final List<String> INSTANCES = List.of("a1", "a2");
    private static final String ENI = "float-a";
    private static final int PORT = 8080;
    private static final int WARM_UP = 5;
    private static final int MOVES = 30;
    private static final int BY_SCRIPT = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public List<Figure> measure(Program program) throws IOException, InterruptedException {
        Path log = Files.createTempFile("enid-bench-", ".log");
        try (Lab lab = Lab.up(
                        LabHome.standard(System.getenv()), "bench", topology(), LabTime.system(), new SecureRandom());
                DaemonProcess _ = DaemonProcess.start(lab.network().machine("a1"), program, log);
                DaemonProcess _ = DaemonProcess.start(lab.network().machine("a2"), program, log);
                Echo _ = Echo.onAny(lab.network(), "a1", PORT);
                Echo _ = Echo.onAny(lab.network(), "a2", PORT)) {
            List<Figure> figures = new ArrayList<>(byEnid(lab));
            figures.add(byScript(lab));
            return figures;
        } catch (Ec2Failure | MoveFailed e) {
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static Vpc topology() throws IOException {
        try {
            return TopologyFile.shipped("two-zones");
        } catch (TopologyException broken) {
            throw new IOException(broken);
        }
    }

    private static List<Figure> byEnid(Lab lab) throws IOException, InterruptedException, Ec2Failure, MoveFailed {
        Credentials keys = lab.ec2().credentials();
        System.setProperty("aws.accessKeyId", keys.accessKey());
        System.setProperty("aws.secretAccessKey", keys.secretKey());
        System.setProperty("aws.region", lab.ec2().region());
        System.setProperty("aws.endpointUrl", lab.ec2().endpoint());
        Samples all = new Samples();
        double first = Double.NaN;
        try (Ec2 ec2 = AwsEc2.open()) {
            for (int i = 0; i < WARM_UP + MOVES; i++) {
                double took = timed(lab, to -> move(ec2, eni(lab), to));
                first = i == 0 ? took : first;
                if (i >= WARM_UP) {
                    all.add(took);
                }
            }
        }
        return List.of(
                Figure.atMost(
                        "an ENI moves to another instance, from the call to traffic, median of " + all.count(),
                        all.median(),
                        400,
                        "ms"),
                Figure.told("the same, slowest", all.most(), "ms"),
                Figure.told("the same, the process's very first move", first, "ms"));
    }

    private static void move(Ec2 ec2, VpcEni eni, String to) throws IOException, InterruptedException {
        Timing timing = Timing.real();
        try {
            MovePlan plan = Survey.plan(
                    ec2, timing, ResourceWords.parse(List.of("eni", eni.id().text())), to, MoveOptions.STANDARD);
            Preflight.check(ec2, timing, plan);
            new Mover(ec2, timing, new Trail(timing, (_, _) -> {})).move(plan, MoveOptions.STANDARD);
        } catch (MoveFailed e) {
            throw new IOException(e);
        }
    }

    private static Figure byScript(Lab lab) throws IOException, InterruptedException {
        Samples all = new Samples();
        Path script = Files.createTempFile("classic-move", ".sh");
        try (InputStream source = Objects.requireNonNull(Moves.class.getResourceAsStream("classic-move.sh"))) {
            Files.write(script, source.readAllBytes());
            for (int i = 0; i < BY_SCRIPT; i++) {
                all.add(timed(lab, to -> run(lab, script, eni(lab).id().text(), to)));
            }
        } finally {
            Files.delete(script);
        }
        return Figure.told(
                "the same by the classic script (force detach, poll each second, attach), median of " + all.count(),
                all.median(),
                "ms");
    }

    private static void run(Lab lab, Path script, String eni, String to) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString(), eni, to).redirectErrorStream(true);
        Credentials keys = lab.ec2().credentials();
        builder.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID", keys.accessKey(),
                        "AWS_SECRET_ACCESS_KEY", keys.secretKey(),
                        "AWS_DEFAULT_REGION", lab.ec2().region(),
                        "ENDPOINT", lab.ec2().endpoint()));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the classic script (it needs awscli): " + output);
        }
    }

    private static VpcEni eni(Lab lab) {
        return lab.network().vpc().eni(ENI);
    }

    /** What moves the ENI. */
    private interface Move {
        void to(String instance) throws IOException, InterruptedException;
    }

    /** In ms. Begun where a client reaches the address, so that nothing of the last move is still on its way. */
    private static double timed(Lab lab, Move move) throws IOException, InterruptedException {
        Ip address = eni(lab).ipv4().getFirst();
        String from = eni(lab).attachment().orElseThrow().instance();
        String to = INSTANCES.stream()
                .filter(each -> !each.equals(from))
                .findFirst()
                .orElseThrow();
        reach(lab, address);
        Waiting.until(
                "nothing is left of it where it is to go",
                PATIENCE,
                () -> Kernels.count(lab.network().machine(to), "10001") == 0);
        long start = System.nanoTime();
        move.to(lab.network().vpc().instance(to).id());
        reach(lab, address);
        double took = (System.nanoTime() - start) / 1e6;
        if (!eni(lab).attachedTo(to)) {
            throw new IOException(ENI + " is not at " + to);
        }
        return took;
    }

    private static void reach(Lab lab, Ip address) throws IOException {
        if (!Probe.from(lab.network(), "client")
                .tcpUntilReached(address, PORT, PATIENCE)
                .reached()) {
            throw new IOException(address + " was not reached in " + PATIENCE.toSeconds() + " s");
        }
    }
}
