package dev.enid.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.HostManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the host sends of its own accord leaves by the primary ENI, whoever configured it and with whatever metric. */
class WayOutTest {

    private static final String PEER_V4 = "203.0.113.10";
    private static final String PEER_V6 = "2001:db8:eeee::10";

    @RegisterExtension
    static final HostLab LAB = HostLab.ofManagers();

    /** Metrics 1024, 512, 100 and 0. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void nothingOutranksThePrimary(HostManager manager) throws Exception {
        LabHost host = LAB.host(manager);
        Ip v4 = host.eni(0).ipv4().getFirst();
        Ip v6 = host.eni(0).ipv6().getFirst();
        String best = host.ip("route show default").lines().findFirst().orElseThrow();
        assertThat(best.contains("metric " + manager.metric())).isEqualTo(manager != HostManager.DHCLIENT);

        host.attach(1, 2);
        host.start();

        host.awaitReachable(0, 1, 2);
        assertThat(host.sourceTo(PEER_V4)).isEqualTo(v4);
        assertThat(host.sourceTo(PEER_V6)).isEqualTo(v6);
        assertThat(host.ip("route show default")).startsWith(best);
        // ENI 2 is in the primary's own subnet, where the two routes differ in nothing but their metric.
        assertThat(host.ip("route get 10.0.1.200")).contains(" dev " + host.link(0) + " src " + v4 + " ");
        assertThat(host.ip("route get 2001:db8:100:1::200")).contains(" dev " + host.link(0) + " ", " src " + v6 + " ");
    }

    @Test
    void aSecondaryEniServesWhereThePrimaryHasNoDefaultRoute() throws Exception {
        LabHost host = LAB.host(HostManager.NONE);
        Ip v4 = host.eni(0).ipv4().getFirst();
        String link = host.link(0);
        host.ip("address add " + v4 + "/24 dev " + link);
        host.ip("link set " + link + " up");
        host.ip("route add 169.254.169.254 dev " + link);
        host.assertSilent(v4);

        host.attach(1, 2);
        host.start();

        // The primary too: its replies are routed by their source now.
        host.awaitReachable(0, 1, 2);
        assertThat(host.sourceTo(PEER_V4)).isEqualTo(host.eni(1).ipv4().getFirst());
        assertThat(host.ip("route get 10.0.1.200")).contains(" dev " + link + " src " + v4 + " ");
    }
}
