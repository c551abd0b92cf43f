package dev.enid.bench;

import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.VpcEni;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Thirteen ENIs with 50 addresses and 16 prefixes each, attached at once: until each has answered on its first and last address. */
final class Crowd implements Measurement {

    private static final int ENIS = 13;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public List<Figure> measure(Program program) throws IOException, InterruptedException {
        try (Rig rig = Rig.up(program, "big")) {
            List<VpcEni> enis = new ArrayList<>();
            List<AttachRequest> requests = new ArrayList<>();
            for (int i = 1; i <= ENIS; i++) {
                VpcEni eni = rig.vpc().vpc().eni("more-" + i);
                enis.add(eni);
                requests.add(AttachRequest.of(Rig.INSTANCE, eni.name()));
            }
            rig.vpc().attach(requests);
            long last = 0;
            for (VpcEni eni : enis) {
                for (Ip ip : List.of(
                        eni.ipv4().getFirst(), eni.ipv4().getLast(), eni.ipv6().getLast())) {
                    last = Math.max(last, rig.reach(ip, PATIENCE));
                }
            }
            long first = Long.MAX_VALUE;
            for (VpcEni eni : enis) {
                first = Math.min(first, rig.arrivals().of(eni.mac()).orElseThrow());
            }
            return List.of(Figure.atMost(
                    ENIS + " ENIs with 50 addresses and 16 prefixes each, attached at once -> all reachable",
                    (last - first) / 1e6,
                    1000,
                    "ms"));
        }
    }
}
