package dev.enid.bench;

import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.AttachRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A host with two ENIs: the idle daemon's memory, and the time of {@code enid status}. */
final class Small implements Measurement {

    private static final int TIMES = 20;
    private static final Duration IDLE = Duration.ofSeconds(30);

    @Override
    public List<Figure> measure(Program program) throws IOException, InterruptedException {
        Samples status = new Samples();
        try (Rig rig = Rig.up(program, "two-enis")) {
            rig.vpc().attach(AttachRequest.of(Rig.INSTANCE, "web-1"));
            Ip address = rig.vpc().vpc().eni("web-1").ipv4().getFirst();
            rig.reach(address, IDLE);
            for (int i = 0; i < TIMES; i++) {
                long start = System.nanoTime();
                Commands.run(rig.machine(), program, "status");
                status.add((System.nanoTime() - start) / 1e6);
            }
            Thread.sleep(IDLE);
            return List.of(
                    Figure.atMost("enid status, daemon running, median of " + TIMES, status.median(), 250, "ms"),
                    Figure.atMost(
                            "the daemon, idle for 30 s, resident", rig.daemon().residentKiB() / 1024.0, 45, "MiB"));
        }
    }
}
