package dev.enid.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.lab.host.Await;
import dev.enid.lab.topology.AttachRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each manager brings the primary ENI up by the lab's DHCP and router advertisements, as on EC2. */
class ManagersTest {

    @RegisterExtension
    static final Debians DEBIANS = Debians.in("networkd", "utils", "ifupdown", "nm");

    @Test
    void networkdDoes() throws Exception {
        DebianHost host = boot("networkd", LinkManager.NETWORKD);

        assertThat(host.must("networkctl", "status", Debians.PRIMARY))
                .contains("Network File: /etc/systemd/network/10-ens5.network", "DHCP4 via 10.0.1.1", "Driver: ena");
        assertDefaultRoutes(host, "proto dhcp", "proto ra");
    }

    @Test
    void networkdDoesWithTheFileOfAmazonEc2NetUtilsWhichDoesTheRest() throws Exception {
        DebianHost host = boot("utils", LinkManager.AMAZON_EC2_NET_UTILS);
        // A link to the file of the package, which it makes for each ENI.
        Await.untilNothing("its own file is in use", () -> {
            String status = host.must("networkctl", "status", Debians.PRIMARY);
            return status.contains("Network File: /run/systemd/network/70-ens5.network")
                    ? Optional.empty()
                    : Optional.of(status);
        });

        DEBIANS.network().attach(AttachRequest.of("utils", "utils-1"));

        DEBIANS.awaitAddresses(host, "ens6", "utils-1");
        String address =
                DEBIANS.network().vpc().eni("utils-1").ipv4().getFirst().toString();
        Await.untilNothing("a rule for " + address, () -> {
            String rules = host.must("ip", "rule", "show", "from", address);
            return rules.contains("from " + address + " lookup ") ? Optional.empty() : Optional.of(rules);
        });
        assertThat(host.must("networkctl", "status", "ens6"))
                .contains("Network File: /run/systemd/network/70-ens6.network");
    }

    @Test
    void ifupdownDoesByDhclient() throws Exception {
        DebianHost host = boot("ifupdown", LinkManager.IFUPDOWN);

        assertThat(host.must("ifquery", "--state").lines()).contains("ens5=ens5");
        assertThat(host.must("ps", "-C", "dhclient", "-o", "args=")).contains("dhclient -4 -v", "dhclient -6 -v");
        assertDefaultRoutes(host, "dev ens5", "proto ra");
    }

    @Test
    void networkManagerDoes() throws Exception {
        DebianHost host = boot("nm", LinkManager.NETWORK_MANAGER);

        assertThat(host.must("nmcli", "--terse", "--fields", "DEVICE,STATE,CONNECTION", "device")
                        .lines())
                .contains("ens5:connected:ens5");
        assertDefaultRoutes(host, "proto dhcp", "proto ra");
    }

    private static DebianHost boot(String name, LinkManager manager) throws Exception {
        DebianHost host = DEBIANS.boot(name, DebianSetup.of(manager).withDhcp(Debians.PRIMARY));
        DEBIANS.awaitAddresses(host, Debians.PRIMARY, name + "-0");
        assertThat(host.failed()).isEmpty();
        for (String service : List.of("169.254.169.254", "[fd00:ec2::254]")) {
            assertThat(instanceId(host, service))
                    .isEqualTo(DEBIANS.network().vpc().instance(name).id());
        }
        return host;
    }

    /** From inside, as a person asks for it. */
    private static String instanceId(DebianHost host, String service) throws Exception {
        String at = "http://" + service + "/latest/";
        String token = host.must(
                "curl",
                // Whoever reconfigures the link meanwhile takes the address away for a moment.
                "--retry",
                "9",
                "--retry-all-errors",
                "-sf",
                "-m",
                "20",
                "-X",
                "PUT",
                "-H",
                "X-aws-ec2-metadata-token-ttl-seconds: 60",
                at + "api/token");
        return host.must(
                "curl",
                "--retry",
                "9",
                "--retry-all-errors",
                "-sf",
                "-m",
                "20",
                "-H",
                "X-aws-ec2-metadata-token: " + token,
                at + "meta-data/instance-id");
    }

    private static void assertDefaultRoutes(DebianHost host, String v4, String v6) throws Exception {
        assertThat(host.must("ip", "route", "show", "default")).contains("default via 10.0.1.1 ", v4);
        Await.untilNothing("a default route of IPv6", () -> {
            String route = host.must("ip", "-6", "route", "show", "default");
            return route.contains("default via fe80:ec2::1 ") && route.contains(v6)
                    ? Optional.empty()
                    : Optional.of(route);
        });
    }
}
