package dev.enid.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.lab.host.Await;
import dev.enid.lab.topology.AttachRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An ENI that is plugged in is a new link to udev, to systemd and to the manager; one that is pulled out is gone to them. */
class HotplugTest {

    private static final String LINK = "ens6";
    private static final String DEVICE = "sys-subsystem-net-devices-" + LINK + ".device";

    @RegisterExtension
    static final Debians DEBIANS = Debians.in("networkd", "ifupdown");

    @Test
    void networkdWaitsForAFile() throws Exception {
        DebianHost host = DEBIANS.boot("networkd", DebianSetup.of(LinkManager.NETWORKD));
        assertThat(host.failed()).isEmpty();

        DEBIANS.network().attach(AttachRequest.of("networkd", "networkd-1"));
        awaitDevice(host, "active");
        assertThat(host.must("udevadm", "info", "/sys/class/net/" + LINK)).contains("ID_NET_DRIVER=ena");
        assertThat(state(host)).isEqualTo("unmanaged");

        host.write("/etc/systemd/network/70-ens6.network", "[Match]\nName=ens6\n[Network]\nDHCP=yes\n");
        host.must("networkctl", "reload");
        DEBIANS.awaitAddresses(host, LINK, "networkd-1");
        Await.untilNothing(
                "networkd is through with " + LINK,
                () -> Optional.of(state(host)).filter(state -> !state.equals("configured")));

        DEBIANS.network().detach("networkd-1");
        awaitDevice(host, "inactive");
    }

    @Test
    void ifupdownBringsItUp() throws Exception {
        DebianHost host = DEBIANS.boot(
                "ifupdown",
                DebianSetup.of(LinkManager.IFUPDOWN)
                        .with(
                                "/etc/network/interfaces.d/ens6",
                                "allow-hotplug ens6\niface ens6 inet dhcp\niface ens6 inet6 dhcp\n"));

        DEBIANS.network().attach(AttachRequest.of("ifupdown", "ifupdown-1"));
        DEBIANS.awaitAddresses(host, LINK, "ifupdown-1");
        assertThat(host.must("systemctl", "is-active", "ifup@ens6.service")).isEqualTo("active");

        DEBIANS.network().detach("ifupdown-1");
        awaitDevice(host, "inactive");
        Await.untilNothing("nothing of it runs", () -> {
            String clients = host.run("ps", "-C", "dhclient", "-o", "args=").output();
            return clients.isEmpty() ? Optional.empty() : Optional.of(clients);
        });
    }

    private static void awaitDevice(DebianHost host, String state) throws Exception {
        Await.untilNothing(
                DEVICE + " is " + state,
                () -> Optional.of(host.run("systemctl", "is-active", DEVICE).output())
                        .filter(now -> !now.equals(state)));
    }

    /** The last word of the line, as networkctl(1) shows it. */
    private static String state(DebianHost host) throws Exception {
        String line = host.must("networkctl", "--no-legend", "list", LINK).strip();
        return line.substring(line.lastIndexOf(' ') + 1);
    }
}
