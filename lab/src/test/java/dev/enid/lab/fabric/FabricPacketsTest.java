package dev.enid.lab.fabric;

import static dev.enid.lab.fabric.TestLab.A_WHILE;
import static dev.enid.lab.fabric.TestLab.PORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.probe.Answer;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a VPC does with packets, seen with packets. */
@ExtendWith(TestLab.Extension.class)
class FabricPacketsTest {

    @Test
    void aClientOutsideAndAnotherSubnetReachThePrimaryAddress(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");
        lab.echo("web");

        for (String address : List.of("10.0.1.10", "2001:db8:100:1::10")) {
            lab.assertReached("client", address);
            lab.assertReached("db", address);
            assertThat(Probe.from(lab.lab(), "client").udp(Ip.parse(address), PORT, TestLab.SOON))
                    .isInstanceOf(Answer.Reached.class);
        }
    }

    @Test
    void neighborsInOneSubnetReachEachOther(TestLab lab) throws IOException, TopologyException {
        lab.up("two-zones");
        lab.echo("a2");

        for (Ip address : lab.lab().vpc().primary("a2").addresses().toList()) {
            lab.assertReached("a1", address.toString());
        }
        assertThat(lab.run("a1", "ip", "neigh"))
                .as("asked for directly, not sent to the gateway")
                .contains("10.0.1.5 ");
    }

    @Test
    void theGatewayOfASubnetAnswers(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");

        for (String gateway : List.of("10.0.1.1", "10.0.2.1")) {
            boolean answered = lab.lab()
                    .inside("web", () -> InetAddress.getByName(gateway).isReachable((int) TestLab.SOON.toMillis()));
            assertThat(answered).as("ping to %s", gateway).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"10.0.2.20, 24, 10.0.2.1", "2001:db8:100:2::20, 64, fe80:ec2::1"})
    void aSecondEniAnswersOnlyWhenItsRepliesLeaveByIt(String address, int length, String gateway, TestLab lab)
            throws IOException, TopologyException {
        lab.up("two-enis");
        lab.echo("web");
        lab.lab().attach(AttachRequest.of("web", "web-1"));
        lab.ip("web", "link set ens6 up\naddr add " + address + "/" + length + " dev ens6 nodad\n");

        long arrived = lab.received("web", "ens6");
        long left = lab.sent("web", "ens5");
        lab.assertSilence("client", address);
        assertThat(lab.received("web", "ens6"))
                .as("packets that came by the second ENI")
                .isGreaterThan(arrived);
        assertThat(lab.sent("web", "ens5")).as("replies that left by the first").isGreaterThan(left);

        lab.ip(Ip.parse(address).family(), "web", """
                route add default via %s dev ens6 table 10001 onlink
                rule add from %s lookup 10001
                """.formatted(gateway, address));
        lab.assertReached("client", address);
    }

    @Test
    void aSecondEniInThePrimarysSubnetWorksOnceItsRepliesLeaveByIt(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");
        lab.echo("web");
        lab.lab().attach(AttachRequest.of("web", "web-2"));
        lab.ip("web", """
                link set ens6 up
                addr add 10.0.1.30/32 dev ens6
                addr add 2001:db8:100:1::30/128 dev ens6 nodad
                """);
        lab.assertSilence("client", "10.0.1.30");
        lab.assertSilence("client", "2001:db8:100:1::30");

        lab.ip("web", """
                route add default via 10.0.1.1 dev ens6 table 10001 onlink
                rule add from 10.0.1.30 lookup 10001
                """);
        lab.ip(Family.V6, "web", """
                route add default via fe80:ec2::1 dev ens6 table 10001
                rule add from 2001:db8:100:1::30 lookup 10001
                """);
        lab.assertReached("client", "10.0.1.30");
        lab.assertReached("client", "2001:db8:100:1::30");
    }

    @Test
    void aSourceThatIsNotTheEnisIsDropped(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");
        lab.ip("db", "addr add 10.0.2.51/32 dev lo\naddr add 2001:db8:100:2::51/128 dev lo\n");
        lab.ip("client", "addr add 10.0.2.50/32 dev lo\naddr add 203.0.113.9/32 dev lo\n");

        assertDropped(lab, "db", "10.0.2.51", "10.0.1.10", "10.0.2.50");
        assertDropped(lab, "db", "2001:db8:100:2::51", "2001:db8:100:1::10", "2001:db8:100:2::50");
        assertDropped(lab, "client", "10.0.2.50", "10.0.1.10", "198.51.100.10");
        assertDropped(lab, "client", "203.0.113.9", "10.0.1.10", "198.51.100.10");
    }

    /** The packet itself does not arrive: if it did, and only the reply went astray, that would look the same to the sender. */
    private static void assertDropped(TestLab lab, String from, String source, String to, String honest)
            throws IOException {
        InetSocketAddress destination = new InetSocketAddress(InetAddress.getByName(to), PORT);
        try (DatagramSocket ear = lab.lab().inside("web", () -> new DatagramSocket(destination))) {
            for (String each : List.of(source, honest)) {
                lab.lab().inside(from, () -> {
                    try (DatagramSocket mouth =
                            new DatagramSocket(new InetSocketAddress(InetAddress.getByName(each), 0))) {
                        mouth.send(new DatagramPacket(new byte[1], 1, destination));
                        return each;
                    }
                });
            }
            DatagramPacket heard = new DatagramPacket(new byte[1], 1);
            ear.setSoTimeout((int) TestLab.SOON.toMillis());
            ear.receive(heard);
            assertThat(heard.getAddress())
                    .as("the first sender that web hears")
                    .isEqualTo(InetAddress.getByName(honest));
        }
    }

    @Test
    void theCheckCanBeSwitchedOff(TestLab lab) throws IOException, TopologyException {
        lab.up(TopologyFile.parse(
                "router",
                TopologyFile.shippedText("two-enis").replace("[enis.db-0]", "[enis.db-0]\nsource-dest-check = false")));
        lab.echo("web");
        lab.ip("db", "addr add 192.0.2.7/32 dev lo\n");
        long before = lab.received("web", "ens5");

        Probe.from(lab.lab(), "db").withSource(Ip.parse("192.0.2.7")).udp(Ip.parse("10.0.1.10"), PORT, A_WHILE);

        assertThat(lab.received("web", "ens5")).isGreaterThan(before);
    }

    @Test
    void addressesAndPrefixesAreDeliveredAsSoonAsTheyAreAssigned(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");
        lab.echo("web");
        lab.ip("web", """
                addr add 10.0.1.11/32 dev ens5
                addr add 2001:db8:100:1::11/128 dev ens5 nodad
                route add local 10.0.1.64/28 dev lo
                route add local 2001:db8:100:1:5::/80 dev lo
                """);
        List<String> addresses = List.of("10.0.1.11", "2001:db8:100:1::11", "10.0.1.70", "2001:db8:100:1:5::7");
        for (String address : addresses) {
            lab.assertSilence("client", address);
        }

        lab.lab().assign("web-0", AssignRequest.of(List.of(Ip.parse("10.0.1.11"), Ip.parse("2001:db8:100:1::11"))));
        lab.lab()
                .assign(
                        "web-0",
                        AssignRequest.ofPrefixes(
                                List.of(Cidr.parse("10.0.1.64/28"), Cidr.parse("2001:db8:100:1:5::/80"))));
        for (String address : addresses) {
            lab.assertReached("client", address);
            lab.assertReached("db", address);
        }

        lab.lab()
                .unassign(
                        "web-0",
                        List.of(
                                Cidr.parse("10.0.1.11/32"),
                                Cidr.parse("2001:db8:100:1::11/128"),
                                Cidr.parse("10.0.1.64/28"),
                                Cidr.parse("2001:db8:100:1:5::/80")));
        for (String address : addresses) {
            lab.assertSilence("client", address);
        }
    }

    @Test
    void theMetadataServiceIsForInstancesAlone(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");
        lab.echo("fabric", "169.254.169.254", PORT);
        lab.echo("fabric", "fd00:ec2::254", PORT);
        lab.ip("db", "addr add 10.0.1.10/32 dev lo\n");

        for (String imds : List.of("169.254.169.254", "fd00:ec2::254")) {
            lab.assertReached("web", imds);
            lab.assertSilence("client", imds);
        }
        assertThat(Probe.from(lab.lab(), "db")
                        .withSource(Ip.parse("10.0.1.10"))
                        .tcp(Ip.parse("169.254.169.254"), PORT, A_WHILE))
                .as("with another's source")
                .isInstanceOf(Answer.Silence.class);
    }

    @Test
    void aHostWithoutIpv4HasOneWayToTheMetadataService(TestLab lab) throws IOException, TopologyException {
        LabVpc vpc = lab.up("ipv6-only");
        lab.echo("fabric", "169.254.169.254", PORT);
        lab.echo("web");

        lab.assertReached("web", "169.254.169.254");
        lab.assertReached("client", "2001:db8:100:1::10");
        assertThat(vpc.vpc().eni("web-0").linkLocal()).isPresent();
    }
}
