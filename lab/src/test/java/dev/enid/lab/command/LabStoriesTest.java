package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enid.lab.program.Ended;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A lab on the command line: what a person sees of it, and what its machines see. Each story leaves it as it came up. */
@ExtendWith(SharedLab.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LabStoriesTest {

    /** What someone types who looks at the metadata service by hand. */
    private static final String ASK = """
            imds=http://169.254.169.254/latest
            token=$(curl -sf -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $imds/api/token)
            ask() { curl -s -m 5 -H "X-aws-ec2-metadata-token: $token" "$imds/meta-data/$1"; }
            """;

    private SharedLab shared;
    private Person person;
    private String lab;

    @BeforeAll
    void up(SharedLab given) {
        shared = given;
        person = given.person();
        lab = given.name();
    }

    @AfterEach
    void isAsItCameUp() throws Exception {
        shared.checkUnchanged();
    }

    /** Of an ENI of web. */
    private String mac(String eni) {
        return shared.named("/instances/1/enis", eni).at("/mac").asText();
    }

    @Test
    void upShowsTheVpcAndHowToGoOn() throws Exception {
        assertThat(shared.cameUp())
                .startsWith("lab " + lab + "  vpc-")
                .contains(
                        "\n  subnet b  eu-central-1a  10.0.2.0/24, 2001:db8:100:2::/64  gateway 10.0.2.1, fe80:ec2::1\n")
                .contains("\n  ens5  web-0  " + mac("web-0") + "  device 0  subnet a  10.0.1.10, 2001:db8:100:1::10\n")
                .contains("\nnot attached\n  web-1  ")
                .contains("\noutside of the VPC\n  client  198.51.100.10, 2001:db8:ffff::10\n")
                .contains("\nmetadata service  http://169.254.169.254  http://[fd00:ec2::254]\n  no faults\n")
                .contains("\n  enid lab attach --lab " + lab + " web web-1 ")
                .containsPattern("\n  enid lab down " + lab + " +end it; nothing is left\n$");
        assertThat(person.sees("lab", "list")).containsPattern("(?m)^" + lab + " +up$");
        assertThat(person.json("lab", "list", "--json").at("/labs").toString())
                .contains("{\"name\":\"" + lab + "\",\"state\":\"up\"}");
    }

    @Test
    void otherProgramsReadIt() throws Exception {
        Process jq = person.start(List.of("jq", "-r", ".instances[] | .name + \" \" + .enis[0].addresses[0]"));
        jq.getOutputStream().write(person.sees("lab", "show", lab, "--json").getBytes(StandardCharsets.UTF_8));

        assertThat(Ended.of(jq)).isEqualTo(new Ended(0, "db 10.0.2.50\nweb 10.0.1.10\n", ""));
    }

    @Test
    void whatIsTypedRunsInTheMachineAndEndsAsItself() throws Exception {
        assertThat(person.reads(lab, "web", "ping -c 1 10.0.1.1; ping -c 1 10.0.2.50; hostname"))
                .contains("1 received")
                .endsWith("\nweb\n");
        assertThat(person.reads(lab, "client", "ping -c 1 10.0.1.10; ping -c 1 2001:db8:100:1::10"))
                .contains("64 bytes from 10.0.1.10", "64 bytes from 2001:db8:100:1::10");

        assertThat(person.types("lab", "exec", "--lab", lab, "web", "printf", "%s|", "a b", "$HOME", "*", "--json"))
                .isEqualTo(new Ended(0, "a b|$HOME|*|--json|", ""));
        assertThat(person.runs(lab, "web", "echo out; echo err >&2; exit 7")).isEqualTo(new Ended(7, "out\n", "err\n"));
        assertThat(person.types("lab", "exec", "--lab", lab, "web", "--", "no-such-program")
                        .code())
                .isEqualTo(127);
        assertThat(person.reads(lab, "web", "echo $ENID_LAB; enid --version")).startsWith(lab + "\nenid ");
    }

    @Test
    void anEniIsPluggedInAndPulledOut() throws Exception {
        String mac = shared.named("/detached", "web-1").at("/mac").asText();

        assertThat(person.sees("lab", "attach", "--lab", lab, "web", "web-1"))
                .isEqualTo("ens6  web-1  " + mac + "  device 1  subnet b  10.0.2.20, 2001:db8:100:2::20\n");
        assertThat(shared.inside("web", "ip -o link show ens6; " + ASK + "ask mac; echo; ask network/interfaces/macs/"))
                .contains("ens6@", "link/ether " + mac, mac("web-0") + "/\n", mac + "/");
        assertThat(person.reads(lab, "web", "enid status"))
                .contains("IMDS fresh", "ens6       1      10001  ok     10.0.2.20 2001:db8:100:2::20");
        assertThat(person.json("lab", "attach", "--lab", lab, "web", "web-2", "--device-index", "4", "--json")
                        .toString())
                .contains("\"name\":\"web-2\"", "\"interface\":\"ens7\"", "\"networkCard\":0,\"deviceIndex\":4");

        assertThat(person.sees("lab", "detach", "--lab", lab, "web-2")).startsWith("web-2  ");
        assertThat(person.sees("lab", "detach", "--lab", lab, mac))
                .isEqualTo("web-1  " + mac + "  subnet b  10.0.2.20, 2001:db8:100:2::20\n");
        assertThat(shared.inside("web", "ls /sys/class/net").lines()).containsExactlyInAnyOrder("ens5", "lo");
    }

    @Test
    void whatIsAssignedIsToldByImdsAndTakenAwayAgain() throws Exception {
        String keys = ASK + "for key in local-ipv4s ipv6s ipv4-prefix; do ask network/interfaces/macs/" + mac("web-0")
                + "/$key; echo; done";

        JsonNode eni = person.json(
                "lab",
                "assign",
                "--lab",
                lab,
                "web-0",
                "10.0.1.77",
                "10.0.1.128/28",
                "--count",
                "1",
                "--ipv6-count",
                "1",
                "--json");

        assertThat(eni.at("/addresses/0").asText())
                .as("the primary stays the first")
                .isEqualTo("10.0.1.10");
        String picked = eni.at("/addresses/2").asText();
        String picked6 = eni.at("/addresses/4").asText();
        assertThat(shared.inside("web", keys))
                .isEqualTo(
                        "10.0.1.10\n10.0.1.77\n%s\n2001:db8:100:1::10\n%s\n10.0.1.128/28\n".formatted(picked, picked6));

        person.sees("lab", "unassign", "--lab", lab, "web-0", "10.0.1.77", "10.0.1.128/28", picked, picked6);
        assertThat(shared.inside("web", keys))
                .startsWith("10.0.1.10\n2001:db8:100:1::10\n")
                .contains("404");
    }

    @Test
    void anAddressThatAnotherEniHasIsTakenOnlyWhenThatIsSaid() throws Exception {
        person.sees("lab", "assign", "--lab", lab, "web-2", "10.0.1.99");

        assertThat(person.types("lab", "assign", "--lab", lab, "web-0", "10.0.1.99")
                        .err())
                .contains("InvalidIPAddress.InUse");
        assertThat(person.sees("lab", "assign", "--lab", lab, "--reassign", "web-0", "10.0.1.99"))
                .contains("10.0.1.10, 10.0.1.99");
        assertThat(person.sees("lab", "show", lab)).contains("subnet a  10.0.1.30, 2001:db8:100:1::30\n");
        person.sees("lab", "unassign", "--lab", lab, "web-0", "10.0.1.99");
    }

    @Test
    void withoutAMetadataServiceThereIsNoToken() throws Exception {
        String token = "curl -s -m 2 -X PUT -o /dev/null -w '%{http_code} %{errormsg}' "
                + "-H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token";
        assertThat(shared.tries("web", token).out()).startsWith("200");

        assertThat(person.sees("lab", "fault", "imds", "--lab", lab, "outage", "refuse"))
                .isEqualTo("  outage refuse  for all  until switched off  met by 0\n");
        assertThat(shared.tries("web", token)).satisfies(ended -> {
            assertThat(ended.code()).as("curl: could not connect").isEqualTo(7);
            assertThat(ended.out()).startsWith("000");
        });
        person.sees("lab", "fault", "imds", "--lab", lab, "outage", "on");
        assertThat(shared.tries("web", token).code()).as("curl: timed out").isEqualTo(28);
        assertThat(person.sees("lab", "show", lab))
                .contains("\n  outage timeout  for all  until switched off  met by 1\n");

        assertThat(person.sees("lab", "fault", "imds", "--lab", lab, "outage", "off"))
                .isEqualTo("  no faults\n");
        assertThat(shared.tries("web", token).out()).startsWith("200");
    }

    @Test
    void aFaultIsForOneInstanceAndForSoManyRequests() throws Exception {
        String root = ASK
                + "curl -s -o /dev/null -w '%{http_code} ' -H \"X-aws-ec2-metadata-token: $token\" $imds/meta-data/";

        // Each machine asks for a token first: that is one of the requests.
        JsonNode on = person.json(
                "lab", "fault", "imds", "--lab", lab, "--instance", "web", "--json", "error", "503", "times", "1");
        assertThat(on.at("/faults").toString())
                .isEqualTo("[{\"fault\":\"error 503\",\"instance\":\"web\",\"remaining\":1,\"consumed\":0}]");

        assertThat(shared.inside("db", root)).isEqualTo("200 ");
        assertThat(shared.tries("web", root).code())
                .as("curl -f: the token is refused")
                .isEqualTo(22);
        assertThat(shared.inside("web", root)).as("it was for one").isEqualTo("200 ");
        assertThat(person.json("lab", "fault", "imds", "--lab", lab, "--json")
                        .at("/consumed")
                        .toString())
                .contains("{\"kind\":\"error\",\"requests\":1}");
    }

    @Test
    void theMetadataServiceIsLateStaleOrThrottled() throws Exception {
        String address = ASK + "ask network/interfaces/macs/" + mac("web-0") + "/local-ipv4s; echo";

        person.sees("lab", "fault", "imds", "--lab", lab, "stale", "on");
        person.sees("lab", "fault", "imds", "--lab", lab, "delay", "300ms");
        person.sees("lab", "fault", "imds", "--lab", lab, "throttle", "2/s");
        person.sees("lab", "assign", "--lab", lab, "web-0", "10.0.1.88");
        long start = System.nanoTime();
        assertThat(shared.inside("web", address)).as("as it was").isEqualTo("10.0.1.10\n");
        assertThat(System.nanoTime() - start)
                .as("two answers, each 300 ms late")
                .isGreaterThan(600_000_000);
        assertThat(shared.inside("web", ASK + "for i in 1 2 3 4 5 6; do ask mac & done; wait"))
                .contains("503");
        JsonNode met = person.json("lab", "fault", "imds", "--lab", lab, "--json");
        assertThat(met.at("/faults"))
                .hasSize(3)
                .allSatisfy(fault -> assertThat(fault.at("/consumed").asInt()).isPositive());

        assertThat(person.sees("lab", "fault", "imds", "--lab", lab, "off")).isEqualTo("  no faults\n");
        assertThat(shared.inside("web", address)).isEqualTo("10.0.1.10\n10.0.1.88\n");
        person.sees("lab", "unassign", "--lab", lab, "web-0", "10.0.1.88");
    }
}
