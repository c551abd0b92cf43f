package dev.enid.lab.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Ip;
import dev.enid.lab.probe.Answer;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.program.EnidProgram;
import dev.enid.lab.topology.AttachRequest;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that people use configure instances that nobody manages. */
class DhcpClientsTest {

    private static final int PORT = 8080;
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String INSTANCE = """
            [instances.%1$s]
            manager = "none"
            [enis.%1$s-0]
            subnet = "a"
            instance = "%1$s"
            device-index = 0
            addresses = ["10.0.1.%2$d", "2001:db8:100:1::%2$d", "2001:db8:100:1::f%2$d"]
            [enis.%1$s-1]
            subnet = "b"
            addresses = ["10.0.2.%2$d", "2001:db8:100:2::%2$d"]
            """;

    @RegisterExtension
    static final ClientsLab LAB = ClientsLab.of("""
            [vpc]
            cidrs = ["10.0.0.0/16", "2001:db8:100::/56"]
            [subnets.a]
            ipv4 = "10.0.1.0/24"
            ipv6 = "2001:db8:100:1::/64"
            [subnets.b]
            ipv4 = "10.0.2.0/24"
            ipv6 = "2001:db8:100:2::/64"
            [subnets.six]
            ipv6 = "2001:db8:100:6::/64"
            [outside.client]
            addresses = ["198.51.100.10", "2001:db8:ffff::10"]
            [instances.six]
            manager = "none"
            [enis.six-0]
            subnet = "six"
            instance = "six"
            device-index = 0
            addresses = ["2001:db8:100:6::10"]
            [instances.crowd]
            manager = "none"
            enis-per-card = 60
            [enis.crowd-0]
            subnet = "b"
            instance = "crowd"
            device-index = 0
            [enis.crowd]
            subnet = "b"
            instance = "crowd"
            device-index = 1
            count = 59
            """
            + INSTANCE.formatted("dhclient", 10)
            + INSTANCE.formatted("udhcpc", 20)
            + INSTANCE.formatted("dhcpcd", 30)
            + INSTANCE.formatted("moved", 40)
            + INSTANCE.formatted("again", 50)
            + INSTANCE.formatted("routed", 60));

    @Test
    void dhclientConfiguresAPrimaryEniAndEnidTheSecond() throws Exception {
        String before = Files.readString(Path.of("/etc/resolv.conf"));
        up("dhclient", "ens5");
        LAB.run("dhclient", "ip link set ens5 mtu 1500");

        LAB.run("dhclient", "dhclient -4 -1 ens5");
        assertThat(LAB.run("dhclient", "ip -4 addr show dev ens5"))
                .contains("inet 10.0.1.10/24 brd 10.0.1.255", "mtu 9001");
        assertThat(LAB.run("dhclient", "ip -4 route")).contains("default via 10.0.1.1 dev ens5");
        assertThat(LAB.run("dhclient", "cat /etc/resolv.conf"))
                .contains("domain eu-central-1.compute.internal\n", "nameserver 10.0.0.2\n");
        assertThat(LAB.run("dhclient", "cat /var/lib/dhcp/dhclient.leases"))
                .contains("option dhcp-server-identifier 10.0.1.1;", "option host-name \"ip-10-0-1-10\";");

        LAB.run("dhclient", "dhclient -6 -1 ens5");
        for (String address : List.of("2001:db8:100:1::10", "2001:db8:100:1::f10")) {
            // Through with duplicate address detection: before that, the kernel lets no route name it as a source.
            awaitOutput("dhclient", "ip -6 addr show dev ens5 -tentative", "inet6 " + address + "/128 scope global");
        }
        awaitOutput("dhclient", "ip -6 route", "default via fe80:ec2::1 dev ens5 proto ra metric 1024");
        assertThat(LAB.run("dhclient", "ip -6 route")).contains("2001:db8:100:1::/64 dev ens5 proto kernel metric 256");
        assertThat(Files.readString(Path.of("/etc/resolv.conf")))
                .as("that of the machine underneath")
                .isEqualTo(before);

        LAB.network().attach(AttachRequest.of("dhclient", "dhclient-1"));
        LAB.run("dhclient", EnidProgram.here().with("apply"));
        assertThat(LAB.run("dhclient", EnidProgram.here().with("plan"))).contains("No changes");
        try (Echo _ = Echo.onAny(LAB.network(), "dhclient", PORT)) {
            for (String address : List.of(
                    "10.0.1.10", "2001:db8:100:1::10", "2001:db8:100:1::f10", "10.0.2.10", "2001:db8:100:2::10")) {
                assertReached(address);
            }
        }
    }

    /** Its script is the caller's own; this one is the least that makes a host of an instance. */
    @Test
    void udhcpcConfiguresAPrimaryEni() throws Exception {
        up("udhcpc", "ens5");
        Path script = LAB.file("udhcpc", "/run/enid/script");
        Files.writeString(script, """
                #!/bin/sh
                [ "$1" = bound ] || exit 0
                ip addr add "$ip/$mask" dev "$interface"
                ip route add default via "$router"
                echo "mtu $mtu dns $dns domain $domain lease $lease"
                """);
        assertThat(script.toFile().setExecutable(true)).isTrue();

        String said = LAB.run("udhcpc", "busybox udhcpc -n -q -f -O mtu -s /run/enid/script -i ens5");

        assertThat(said).contains("mtu 9001 dns 10.0.0.2 domain eu-central-1.compute.internal lease 3600");
        try (Echo _ = Echo.onAny(LAB.network(), "udhcpc", PORT)) {
            assertReached("10.0.1.20");
        }
    }

    @Test
    void dhcpcdConfiguresBothFamilies() throws Exception {
        up("dhcpcd", "ens5");

        LAB.run("dhcpcd", "dhcpcd --oneshot --waitip=46 --timeout 50 --noarp --persistent ens5");

        assertThat(LAB.run("dhcpcd", "ip addr show dev ens5"))
                .contains("inet 10.0.1.30/24", "inet6 2001:db8:100:1::30/128", "inet6 2001:db8:100:1::f30/128");
        assertThat(LAB.run("dhcpcd", "ip route")).contains("default via 10.0.1.1 dev ens5");
        assertThat(LAB.run("dhcpcd", "ip -6 route")).contains("default via fe80:ec2::1 dev ens5 proto ra");
    }

    @Test
    void anAddressFromBeforeIsRefusedAndTheRightOneTaken() throws Exception {
        up("moved", "ens5");
        Files.writeString(LAB.file("moved", "/var/lib/dhcp/dhclient.leases"), """
                lease {
                  interface "ens5";
                  fixed-address 10.0.1.99;
                  option subnet-mask 255.255.255.0;
                  option dhcp-server-identifier 10.0.1.1;
                  renew 0 2037/01/01 00:00:00;
                  rebind 0 2037/01/01 00:00:00;
                  expire 0 2037/01/01 00:00:00;
                }
                """);

        String said = LAB.run("moved", "dhclient -4 -1 -v ens5");

        assertThat(said)
                .contains("DHCPREQUEST for 10.0.1.99", "DHCPNAK from 10.0.1.1", "DHCPACK of 10.0.1.40 from 10.0.1.1");
        assertThat(LAB.run("moved", "ip -4 addr show dev ens5"))
                .contains("inet 10.0.1.40/24")
                .doesNotContain("10.0.1.99");
    }

    /** IPv4 is there for the metadata service and DNS alone. */
    @Test
    void anInstanceWithoutIpv4ReachesTheVpcsServices() throws Exception {
        up("six", "ens5");

        LAB.run("six", "dhclient -4 -1 ens5");
        LAB.run("six", "dhclient -6 -1 ens5");

        assertThat(LAB.run("six", "ip -4 addr show dev ens5")).containsPattern("inet 169\\.254\\.[0-9.]+/32");
        assertThat(LAB.run("six", "ip -4 route"))
                .contains("169.254.0.0/16 dev ens5")
                .doesNotContain("default");
        assertThat(LAB.run("six", "cat /etc/resolv.conf")).contains("nameserver fd00:ec2::253");
        assertThat(
                        LAB.run(
                                "six",
                                "curl --silent --show-error --max-time 20 -X PUT"
                                        + " -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token"))
                .isNotEmpty();
        assertThat(LAB.run("six", "dig +short +tries=5 @169.254.169.253 -x 10.0.1.10"))
                .isEqualTo("ip-10-0-1-10.eu-central-1.compute.internal.\n");
    }

    /** enid keeps the routers' default routes off secondary ENIs; without it, a host takes one by each of them. */
    @Test
    void aRouterIsHeardOnASecondEniAndTakenOnlyWithoutEnid() throws Exception {
        up("routed", "ens5");
        LAB.run("routed", "dhclient -4 -1 ens5");
        LAB.network().attach(AttachRequest.of("routed", "routed-1"));
        LAB.run("routed", EnidProgram.here().with("apply"));
        awaitOutput(
                "routed",
                "[ $(awk '/^Icmp6InRouterAdvertisements/ { print $2 }' /proc/net/dev_snmp6/ens6) -gt 0 ] && echo heard || true",
                "heard");
        assertThat(LAB.run("routed", "ip -6 route show table all proto ra dev ens6"))
                .isEmpty();
        assertThat(LAB.run("routed", "ip -6 route show dev ens6")).doesNotContain("expires");

        LAB.run("routed", "for each in defrtr pinfo; do echo 1 >/proc/sys/net/ipv6/conf/ens6/accept_ra_$each; done");
        awaitOutput("routed", "ip -6 route show dev ens6", "default via fe80:ec2::1 proto ra");
    }

    /** The port of an ENI that comes back is another link of the same name. */
    @Test
    void anEniThatWasPulledOutAndComesBackIsServedAgain() throws Exception {
        for (int i = 0; i < 2; i++) {
            LAB.network().attach(AttachRequest.of("again", "again-1"));
            up("again", "ens6");
            LAB.run("again", "dhclient -4 -1 ens6 && dhclient -6 -1 ens6");
            assertThat(LAB.run("again", "ip addr show dev ens6"))
                    .contains("inet 10.0.2.50/24", "inet6 2001:db8:100:2::50/128");
            // Its exit code is that of the client that it ends.
            LAB.run("again", "dhclient -4 -x; dhclient -6 -x; true");
            LAB.network().detach("again-1");
        }
    }

    @Test
    void sixtyEnisAreServedAtOnce() throws Exception {
        String said = LAB.run("crowd", """
                printf '#!/bin/sh\\n[ "$1" != bound ] || echo "$interface $ip" >>/run/enid/bound\\n' >/run/enid/script
                chmod +x /run/enid/script
                for i in $(seq 5 64); do
                    ip link set ens$i up
                    busybox udhcpc -n -q -f -t 20 -T 1 -s /run/enid/script -i ens$i &
                done >/run/enid/log 2>&1
                wait
                sort -u /run/enid/bound
                """);

        List<String> wanted = LAB.network().vpc().attached("crowd").stream()
                .map(eni ->
                        eni.attachment().flatMap(each -> each.interfaceName()).orElseThrow() + " "
                                + eni.ipv4().getFirst())
                .sorted()
                .toList();
        assertThat(said.lines().sorted()).hasSize(60).isEqualTo(wanted);
    }

    @Test
    void noiseIsCountedAndDoesNoHarm() throws Exception {
        up("moved", "ens5");
        PacketCounts before = LAB.lab().dhcp().counts();

        LAB.network().inside("moved", () -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                byte[] noise = new byte[300];
                int link = NetworkInterface.getByName("ens5").getIndex();
                InetAddress servers = Inet6Address.getByAddress(
                        "", InetAddress.getByName("ff02::1:2").getAddress(), link);
                socket.send(new DatagramPacket(noise, noise.length, servers, 547));
                return noise;
            }
        });

        ClientsLab.await(
                "a malformed packet is counted", () -> LAB.lab().dhcp().counts().malformed() > before.malformed());
    }

    private static void up(String machine, String link) throws IOException, InterruptedException {
        LAB.run(machine, "ip link set lo up && ip link set " + link + " up");
        // Clients of DHCPv6 give up where there is no address to send from.
        awaitOutput(machine, "ip -6 addr show dev " + link + " scope link -tentative", "inet6 fe80::");
    }

    private static void awaitOutput(String machine, String line, String wanted) {
        ClientsLab.await(machine + ": " + line + " shows " + wanted, () -> {
            try {
                return LAB.run(machine, line).contains(wanted);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void assertReached(String address) throws IOException {
        assertThat(Probe.from(LAB.network(), "client").tcp(Ip.parse(address), PORT, SOON))
                .as("TCP to " + address)
                .isInstanceOf(Answer.Reached.class);
    }
}
