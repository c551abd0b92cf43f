package dev.enid.lab.host;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many ENIs at the same moment, as when an instance starts that had them all. */
class CrowdTest {

    private static final int ENIS = 40;

    @RegisterExtension
    static final HostLab LAB = HostLab.of(1, "enis-per-card = 41\n" + enis());

    /** {@link HostLab} gives each host the ENIs 0, 1 and 2; these come after them, in one and the same subnet. */
    private static String enis() {
        StringBuilder text = new StringBuilder();
        for (int number = 3; number <= ENIS; number++) {
            text.append("""
                    [enis.%%s-%d]
                    subnet = "b"
                    ipv4-count = 1
                    ipv6-count = 1
                    """.formatted(number));
        }
        return text.toString();
    }

    @Test
    void fortyEnisAttachedAtOnceAreAllReachable() throws Exception {
        LabHost host = LAB.host();
        host.start();

        int[] all = IntStream.rangeClosed(1, ENIS).toArray();
        host.attach(all);

        host.awaitReachable(all);
        host.awaitConverged();
        host.assertReachable(0);
        host.assertReachable(all);
    }
}
