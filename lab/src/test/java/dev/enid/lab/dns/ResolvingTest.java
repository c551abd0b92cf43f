package dev.enid.lab.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Ip;
import dev.enid.lab.dhcp.ClientsLab;
import dev.enid.lab.probe.Answer;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.program.EnidProgram;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.AttachRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, asked for in instances by other people's programs. */
class ResolvingTest {

    private static final int DNS = 53;
    private static final Duration A_WHILE = Duration.ofMillis(400);

    @RegisterExtension
    static final ClientsLab LAB = ClientsLab.of("""
            [vpc]
            cidrs = ["10.0.0.0/16", "2001:db8:100::/56"]
            [subnets.base]
            ipv4 = "10.0.0.0/24"
            ipv6 = "2001:db8:100::/64"
            [subnets.a]
            ipv4 = "10.0.1.0/24"
            ipv6 = "2001:db8:100:1::/64"
            [subnets.six]
            ipv6 = "2001:db8:100:6::/64"
            [outside.client]
            addresses = ["198.51.100.10", "2001:db8:ffff::10"]
            [instances.web]
            [enis.web-0]
            subnet = "base"
            instance = "web"
            device-index = 0
            addresses = ["10.0.0.10", "2001:db8:100::10"]
            [enis.web-1]
            subnet = "a"
            addresses = ["10.0.1.20", "2001:db8:100:1::20"]
            [instances.db]
            [enis.db-0]
            subnet = "a"
            instance = "db"
            device-index = 0
            addresses = ["10.0.1.50", "2001:db8:100:1::50"]
            [instances.six]
            [enis.six-0]
            subnet = "six"
            instance = "six"
            device-index = 0
            addresses = ["2001:db8:100:6::10"]
            """);

    @Test
    void anInstanceFindsAnotherByTheNameOfItsAddress() throws Exception {
        assertThat(LAB.run("web", "cat /etc/resolv.conf"))
                .isEqualTo("search eu-central-1.compute.internal\nnameserver 10.0.0.2\n");
        assertThat(LAB.run("web", "getent ahostsv4 ip-10-0-1-50")).startsWith("10.0.1.50 ");
        assertThat(LAB.run("web", "getent hosts 10.0.1.50")).contains("ip-10-0-1-50.eu-central-1.compute.internal");
    }

    @Test
    void anInstanceWithoutIpv4FindsOthersById() throws Exception {
        String db = LAB.network().vpc().instance("db").id();

        assertThat(LAB.run("six", "getent ahostsv6 " + db)).startsWith("2001:db8:100:1::50 ");
        assertThat(LAB.run("six", "dig +short -x 10.0.1.50 @169.254.169.253")).startsWith("ip-10-0-1-50.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.2", "169.254.169.253", "fd00:ec2::253"})
    void digIsAnsweredOverUdpAndTcpAtEachAddress(String server) throws Exception {
        String name = "ip-10-0-1-50.eu-central-1.compute.internal";
        for (String way : List.of("+notcp", "+tcp")) {
            String said = LAB.run("db", "dig +tries=5 " + way + " @" + server + " " + name);
            assertThat(said)
                    .contains("status: NOERROR", "flags: qr rd ra;", "EDNS: version: 0")
                    .containsPattern("\\sIN\\s+A\\s+10\\.0\\.1\\.50")
                    .contains("SERVER: " + server + "#53");
        }
        assertThat(LAB.run("db", "dig +tries=5 @" + server + " example.com")).contains("status: REFUSED");
    }

    @Test
    void eachEniReachesItBySourceAndAnAddressThatIsNobodysDoesNot() throws Exception {
        LAB.network().attach(AttachRequest.of("web", "web-1"));
        LAB.run("web", EnidProgram.here().with("apply"));

        for (String source : List.of("10.0.0.10", "10.0.1.20")) {
            assertThat(LAB.run("web", "dig +tries=5 +short -b " + source + " @10.0.0.2 -x 10.0.1.50"))
                    .as("from " + source)
                    .startsWith("ip-10-0-1-50.");
        }
        for (String source : List.of("2001:db8:100::10", "2001:db8:100:1::20")) {
            assertThat(LAB.run("web", "dig +tries=5 +short -b " + source + " @fd00:ec2::253 -x 10.0.1.50"))
                    .as("from " + source)
                    .startsWith("ip-10-0-1-50.");
        }
        LAB.run("web", "ip addr add 10.0.0.99/32 dev lo");
        assertThat(LAB.run("web", "dig +tries=1 +time=1 -b 10.0.0.99 @10.0.0.2 -x 10.0.1.50 || true"))
                .contains("no servers could be reached");
    }

    @Test
    void machinesOutsideDoNotReachIt() throws IOException {
        for (var resolver : LAB.network().vpc().resolvers()) {
            assertThat(Probe.from(LAB.network(), "client").tcp(resolver, DNS, A_WHILE))
                    .as(resolver.toString())
                    .isInstanceOf(Answer.Silence.class);
        }
    }

    @Test
    void aNewAddressHasItsNameAtOnce() throws Exception {
        String question = "dig +tries=5 @10.0.0.2 ip-10-0-1-77.eu-central-1.compute.internal";
        assertThat(LAB.run("db", question)).contains("status: NXDOMAIN");

        LAB.network().assign("db-0", AssignRequest.of(List.of(Ip.parse("10.0.1.77"))));

        assertThat(LAB.run("db", question)).contains("status: NOERROR", "10.0.1.77");
    }
}
