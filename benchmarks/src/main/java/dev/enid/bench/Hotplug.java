package dev.enid.bench;

import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.VpcEni;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One ENI, attached and detached again and again: from its link appearing to the first connection from outside. */
final class Hotplug implements Measurement {

    private static final int ATTACHES = 100;
    private static final int WARM_UP = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public List<Figure> measure(Program program) throws IOException, InterruptedException {
        Samples samples = new Samples();
        double first = Double.NaN;
        try (Rig rig = Rig.up(program, "two-enis");
                ExecutorService pool = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < WARM_UP + ATTACHES; i++) {
                double took = attach(rig, pool);
                first = i == 0 ? took : first;
                if (i >= WARM_UP) {
                    samples.add(took);
                }
            }
        }
        return List.of(
                Figure.atMost(
                        "link appears -> first TCP connection, median of " + samples.count(),
                        samples.median(),
                        30,
                        "ms"),
                Figure.atMost("the same, p99", samples.percentile(99), 100, "ms"),
                Figure.told("the same, the daemon's very first ENI", first, "ms"));
    }

    private static double attach(Rig rig, ExecutorService pool) throws IOException, InterruptedException {
        VpcEni eni = rig.vpc().vpc().eni("web-1");
        Ip address = eni.ipv4().getFirst();
        rig.arrivals().forget(eni.mac());
        CompletableFuture<Long> visit =
                CompletableFuture.supplyAsync(() -> Unchecked.call(() -> rig.reach(address, PATIENCE)), pool);
        rig.vpc().attach(AttachRequest.of(Rig.INSTANCE, eni.name()));
        long reached = visit.join();
        long appeared = rig.arrivals().of(eni.mac()).orElseThrow(() -> new IOException("no link appeared"));
        rig.vpc().detach(eni.name());
        Waiting.until("the ENI is gone", PATIENCE, () -> Kernels.count(rig.machine(), "10001") == 0);
        return (reached - appeared) / 1e6;
    }
}
