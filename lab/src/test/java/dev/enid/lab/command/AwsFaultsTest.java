package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enid.lab.program.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What botocore, as Debian ships it, makes of the API's faults; and that each fault was met. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AwsFaultsTest {

    /** Seconds: of a client that waits for as long as it takes, and of one that does not. */
    private static final String PATIENT = "120";

    private static final String IMPATIENT = "0.5";

    private Person person;
    private String lab;
    private String endpoint = "";
    private Path script;
    private JsonNode cameUp;

    @BeforeAll
    void up(@TempDir Path directory) throws Exception {
        person = Person.here();
        lab = person.lab('f');
        person.sees("lab", "up", lab);
        for (String line : person.sees("lab", "env", lab).lines().toList()) {
            String[] variable = line.substring("export ".length()).split("=", 2);
            person.with(variable[0], variable[1]);
            if (variable[0].equals("AWS_ENDPOINT_URL_EC2")) {
                endpoint = variable[1];
            }
        }
        cameUp = show();
        script = directory.resolve("asks.py");
        try (InputStream source = Objects.requireNonNull(AwsFaultsTest.class.getResourceAsStream("asks.py"))) {
            Files.copy(source, script);
        }
    }

    @AfterEach
    void allOff() throws Exception {
        person.sees("lab", "fault", "ec2", "--lab", lab, "off");
    }

    @AfterAll
    void down() {
        person.close();
    }

    private void fault(String words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("lab", "fault", "ec2", "--lab", lab));
        command.addAll(List.of(words.split(" ", -1)));
        person.sees(command.toArray(String[]::new));
    }

    private long consumed(String kind) throws IOException, InterruptedException {
        for (JsonNode each : show().at("/ec2/consumed")) {
            if (each.at("/kind").asText().equals(kind)) {
                return each.at("/requests").asLong();
            }
        }
        return 0;
    }

    private JsonNode show() throws IOException, InterruptedException {
        return person.json("lab", "show", lab, "--json");
    }

    /** How the requests ended: {@code 1 ok}, {@code 3 RequestLimitExceeded}, with the number of attempts. */
    private List<String> ask(int attempts, String patience, String... calls) throws IOException, InterruptedException {
        Ended ended = Ended.of(person.start(List.of(
                "/usr/bin/python3",
                script.toString(),
                endpoint,
                Integer.toString(attempts),
                patience,
                "[" + String.join(",", calls) + "]")));
        assertThat(ended.code()).as("%s", ended).isZero();
        return ended.out().lines().toList();
    }

    private static String call(String action, String... parameters) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            pairs.add("\"" + parameters[i] + "\":" + parameters[i + 1]);
        }
        return "[\"" + action + "\",{" + String.join(",", pairs) + "}]";
    }

    private static JsonNode named(JsonNode array, String name) {
        for (JsonNode each : array) {
            if (each.at("/name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no " + name + " in " + array);
    }

    /** One that is free as the lab comes up: its name, id and MAC address stay. */
    private JsonNode eni(String name) {
        return named(cameUp.at("/detached"), name);
    }

    private boolean attached(String name) throws IOException, InterruptedException {
        return named(show().at("/instances"), "web")
                .at("/enis")
                .findValuesAsText("name")
                .contains(name);
    }

    /** Waits until it is; the test's own patience ends it. */
    private void awaitAttached(String name) throws IOException, InterruptedException {
        while (!attached(name)) {
            Thread.onSpinWait();
        }
    }

    private String attach(String name) {
        return call(
                "AttachNetworkInterface",
                "NetworkInterfaceId",
                eni(name).at("/id").toString(),
                "InstanceId",
                named(cameUp.at("/instances"), "web").at("/id").toString(),
                "DeviceIndex",
                "4");
    }

    @Test
    void whoIsThrottledTriesAgainAndGetsThere() throws Exception {
        fault("throttle 0.01/s burst 2 DescribeVpcs");
        long before = consumed("throttle");
        String describe = call("DescribeVpcs");

        assertThat(ask(1, PATIENT, describe, describe, describe, call("DescribeSubnets")))
                .containsExactly("1 ok", "1 ok", "1 RequestLimitExceeded", "1 ok");
        assertThat(consumed("throttle")).isEqualTo(before + 1);
        fault("throttle 0.5/s DescribeVpcs");
        assertThat(ask(10, PATIENT, describe, describe))
                .allSatisfy(line -> assertThat(line).endsWith(" ok"));
    }

    @Test
    void ec2ItselfTakesFiftyDescriptionsOfEverythingAtOnce() throws Exception {
        fault("throttle ec2");
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(call("DescribeInstances"));
        }

        List<String> ended = ask(1, PATIENT, many.toArray(String[]::new));

        assertThat(ended.subList(0, 50)).containsOnly("1 ok");
        assertThat(consumed("throttle"))
                .isGreaterThanOrEqualTo(
                        ended.stream().filter("1 RequestLimitExceeded"::equals).count());
    }

    @Test
    void anErrorIsAnsweredAsOftenAsAskedFor() throws Exception {
        long before = consumed("error");
        fault("error Unavailable Describe* times 2");

        assertThat(ask(5, PATIENT, call("DescribeVpcs"))).containsExactly("3 ok");
        fault("error UnauthorizedOperation AttachNetworkInterface");
        assertThat(ask(5, PATIENT, attach("web-2"))).containsExactly("1 UnauthorizedOperation");
        assertThat(attached("web-2")).isFalse();
        assertThat(consumed("error")).isEqualTo(before + 3);
    }

    @Test
    void aLostRequestDidNothingAndIsSentAgain() throws Exception {
        long before = consumed("lost");
        fault("lost request CreateTags times 1");
        String tag = call(
                "CreateTags",
                "Resources",
                "[" + eni("web-2").at("/id") + "]",
                "Tags",
                "[{\"Key\":\"lost\",\"Value\":\"found\"}]");

        assertThat(ask(1, PATIENT, tag)).containsExactly("1 ConnectionClosedError");
        fault("lost request CreateTags times 1");
        assertThat(ask(2, PATIENT, tag)).containsExactly("2 ok");
        assertThat(consumed("lost")).isEqualTo(before + 2);
    }

    /** What makes failover break: the repetition of what was done is refused. */
    @Test
    void whatWasDoneWithoutAnAnswerIsRefusedWhenRepeated() throws Exception {
        long before = consumed("lost");
        fault("lost response AttachNetworkInterface times 1");

        assertThat(ask(3, PATIENT, attach("web-1"))).containsExactly("2 InvalidNetworkInterface.InUse");
        assertThat(attached("web-1")).isTrue();
        assertThat(consumed("lost")).isEqualTo(before + 1);
        person.sees("lab", "detach", "--lab", lab, "web-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow", "late"})
    void whoDoesNotWaitLearnsLaterThatItWasDone(String kind) throws Exception {
        long before = consumed(kind);
        fault(kind + " AttachNetworkInterface 1500ms times 1");

        assertThat(ask(1, IMPATIENT, attach("web-1"))).containsExactly("1 ReadTimeoutError");
        awaitAttached("web-1");
        assertThat(consumed(kind)).isEqualTo(before + 1);
        person.sees("lab", "detach", "--lab", lab, "web-1");
    }

    @Test
    void whatWasJustMadeIsNotThereYet() throws Exception {
        long before = consumed("lag");
        fault("lag 10m");
        String tag = call(
                "CreateTags",
                "Resources",
                "[" + eni("web-2").at("/id") + "]",
                "Tags",
                "[{\"Key\":\"young\",\"Value\":\"yes\"}]");
        String young = call("DescribeTags", "Filters", "[{\"Name\":\"key\",\"Values\":[\"young\"]}]");
        String subnet = cameUp.at("/subnets/0/id").toString();

        assertThat(ask(1, PATIENT, call("CreateNetworkInterface", "SubnetId", subnet), tag, young))
                .containsOnly("1 ok");
        String made = named(show().at("/detached"), "eni1").at("/id").toString();
        String describe = call("DescribeNetworkInterfaces", "NetworkInterfaceIds", "[" + made + "]");
        assertThat(ask(1, PATIENT, describe)).containsExactly("1 InvalidNetworkInterfaceID.NotFound");
        assertThat(tags()).isEmpty();
        assertThat(consumed("lag")).isGreaterThan(before);
        fault("lag off");
        assertThat(ask(1, PATIENT, describe)).containsExactly("1 ok");
        assertThat(tags()).isEqualTo("yes");
        ask(1, PATIENT, call("DeleteNetworkInterface", "NetworkInterfaceId", made));
    }

    @Test
    void anEniTakesItsTime() throws Exception {
        long before = consumed("delay");
        fault("delay attach 10m");

        assertThat(ask(1, PATIENT, attach("web-1"))).containsExactly("1 ok");
        assertThat(aws(
                        "describe-network-interfaces",
                        "--network-interface-ids",
                        eni("web-1").at("/id").asText(),
                        "--query",
                        "NetworkInterfaces[].Attachment.Status"))
                .isEqualTo("attaching");
        String mac = eni("web-1").at("/mac").asText();
        assertThat(person.reads(lab, "web", "ip -o link")).doesNotContain(mac);
        assertThat(consumed("delay")).isEqualTo(before + 1);
        fault("delay off");
        assertThat(person.reads(lab, "web", "ip -o link")).contains(mac);

        fault("delay detach 10m");
        person.sees("lab", "detach", "--lab", lab, "web-1");
        assertThat(person.reads(lab, "web", "ip -o link")).doesNotContain(mac);
        assertThat(attached("web-1")).isTrue();
        assertThat(consumed("delay")).isEqualTo(before + 2);
        fault("delay off");
        assertThat(attached("web-1")).isFalse();
    }

    @Test
    void anEniThatIsStuckBelongsToNobodyUntilItIsForced() throws Exception {
        long before = consumed("stuck");
        person.sees("lab", "attach", "--lab", lab, "web", "web-1");
        String id = eni("web-1").at("/id").asText();
        String attachment = aws(
                "describe-network-interfaces",
                "--network-interface-ids",
                id,
                "--query",
                "NetworkInterfaces[].Attachment.AttachmentId");
        String detach = call("DetachNetworkInterface", "AttachmentId", "\"" + attachment + "\"");
        fault("stuck detach");

        assertThat(ask(1, PATIENT, detach, attach("web-1"))).containsExactly("1 ok", "1 InvalidNetworkInterface.InUse");
        assertThat(aws(
                        "describe-network-interfaces",
                        "--network-interface-ids",
                        id,
                        "--query",
                        "NetworkInterfaces[].Attachment.Status"))
                .isEqualTo("detaching");
        assertThat(consumed("stuck")).isEqualTo(before + 1);
        ask(1, PATIENT, detach);
        assertThat(attached("web-1")).as("asked once more, not forced").isTrue();
        assertThat(ask(1, PATIENT, detach.replace("}]", ",\"Force\":true}]"))).containsExactly("1 ok");
        assertThat(attached("web-1")).isFalse();
    }

    @Test
    void aDryRunDoesNothingWhateverBecomesOfItsAnswer() throws Exception {
        String dry = attach("web-1").replace("}]", ",\"DryRun\":true}]");

        fault("slow Attach* 1ms times 1");
        assertThat(ask(1, PATIENT, dry)).containsExactly("1 DryRunOperation");
        fault("lost response Attach* times 1");
        assertThat(ask(1, PATIENT, dry)).containsExactly("1 ConnectionClosedError");
        fault("throttle 0.01/s Attach*");
        assertThat(ask(1, PATIENT, dry, dry)).containsExactly("1 DryRunOperation", "1 RequestLimitExceeded");
        assertThat(attached("web-1")).isFalse();
    }

    private String tags() throws IOException, InterruptedException {
        return aws("describe-tags", "--filters", "Name=key,Values=young", "--query", "Tags[].Value");
    }

    private String aws(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("aws", "--endpoint-url", endpoint, "ec2"));
        command.addAll(List.of(words));
        command.addAll(List.of("--output", "text"));
        Ended ended = Ended.of(person.start(command));
        assertThat(ended.code()).as("%s", ended).isZero();
        return ended.out().strip();
    }

    @Test
    void slipsOfTheHandAreAnsweredWithWhatWasMeant() throws Exception {
        Ended kind = person.types("lab", "fault", "ec2", "--lab", lab, "throtle", "1/s");
        assertThat(kind.code()).isEqualTo(64);
        assertThat(kind.err()).contains("no fault is called \"throtle\"").contains("did you mean \"throttle\"?");
        Ended action = person.types("lab", "fault", "ec2", "--lab", lab, "lost", "request", "AttachNetworkInterfaces");
        assertThat(action.code()).isEqualTo(64);
        assertThat(action.err())
                .contains("no action \"AttachNetworkInterfaces\"; did you mean \"AttachNetworkInterface\"?");
    }

    @Test
    void whatIsOnIsListed() throws Exception {
        fault("lost response AttachNetworkInterface times 2");
        fault("throttle ec2");

        assertThat(person.sees("lab", "fault", "ec2", "--lab", lab)).isEqualTo("""
                  lost response AttachNetworkInterface  for all  2 more requests     met by 0
                  throttle ec2                          for all  until switched off  met by 0
                """);
        JsonNode json = person.json("lab", "fault", "ec2", "--lab", lab, "--json");
        assertThat(json.at("/faults/0/fault").asText()).isEqualTo("lost response AttachNetworkInterface");
        assertThat(json.at("/faults/0/remaining").asInt()).isEqualTo(2);
        assertThat(person.sees("lab", "show", lab)).contains("EC2 API  " + endpoint, "throttle ec2");
    }
}
