package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enid.lab.program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** AWS's own command line and botocore, as Debian ships them, ask the lab; and what they change, packets follow. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AwsClientsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Person person;
    private String lab;
    private String endpoint = "";

    @BeforeAll
    void up() throws Exception {
        person = Person.here();
        lab = person.lab('e');
        person.sees("lab", "up", lab);
        for (String line : person.sees("lab", "env", lab).lines().toList()) {
            assertThat(line).matches("export AWS_[A-Z0-9_]+=[A-Za-z0-9:/.-]+");
            String[] variable = line.substring("export ".length()).split("=", 2);
            person.with(variable[0], variable[1]);
            if (variable[0].equals("AWS_ENDPOINT_URL_EC2")) {
                endpoint = variable[1];
            }
        }
        person.with("AWS_PAGER", "");
    }

    @AfterAll
    void down() {
        person.close();
    }

    private Ended aws(String... words) throws IOException, InterruptedException {
        // Debian's is older than the variable for the endpoint.
        List<String> command = new ArrayList<>(List.of("aws", "--endpoint-url", endpoint, "ec2"));
        command.addAll(List.of(words));
        return Ended.of(person.start(command));
    }

    private String text(String... words) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of(words));
        whole.addAll(List.of("--output", "text"));
        Ended ended = aws(whole.toArray(String[]::new));
        assertThat(ended.code()).as("%s%n%s", whole, ended).isZero();
        return ended.out().strip();
    }

    private JsonNode json(String... words) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of(words));
        whole.addAll(List.of("--output", "json"));
        Ended ended = aws(whole.toArray(String[]::new));
        assertThat(ended.code()).as("%s%n%s", whole, ended).isZero();
        return JSON.readTree(ended.out().isBlank() ? "{}" : ended.out());
    }

    /** A call that is refused. */
    private void refused(String code, String... words) throws IOException, InterruptedException {
        Ended ended = aws(words);
        assertThat(ended.code()).as("%s%n%s", List.of(words), ended).isNotZero();
        assertThat(ended.err()).contains("An error occurred (" + code + ")");
    }

    private String named(String kind, String name) throws IOException, InterruptedException {
        return text(
                "describe-tags",
                "--filters",
                "Name=key,Values=Name",
                "Name=value,Values=" + name,
                "Name=resource-type,Values=" + kind,
                "--query",
                "Tags[0].ResourceId");
    }

    private String make(String subnet) throws IOException, InterruptedException {
        return text(
                "create-network-interface",
                "--subnet-id",
                named("subnet", subnet),
                "--query",
                "NetworkInterface.NetworkInterfaceId");
    }

    @Test
    void anEniIsMadeAttachedReachedAndTakenAway() throws Exception {
        String instance = named("instance", "web");
        String eni = text(
                "create-network-interface",
                "--subnet-id",
                named("subnet", "b"),
                "--private-ip-address",
                "10.0.2.77",
                "--description",
                "to and fro",
                "--tag-specifications",
                "ResourceType=network-interface,Tags=[{Key=role,Value=floating}]",
                "--query",
                "NetworkInterface.NetworkInterfaceId");
        text("wait", "network-interface-available", "--network-interface-ids", eni);

        String attachment = text(
                "attach-network-interface",
                "--network-interface-id",
                eni,
                "--instance-id",
                instance,
                "--device-index",
                "3",
                "--query",
                "AttachmentId");

        JsonNode seen = json("describe-network-interfaces", "--filters", "Name=tag:role,Values=float*")
                .at("/NetworkInterfaces/0");
        assertThat(seen.at("/Status").asText()).isEqualTo("in-use");
        assertThat(seen.at("/Description").asText()).isEqualTo("to and fro");
        assertThat(seen.at("/PrivateIpAddresses/0/Primary").asBoolean()).isTrue();
        assertThat(seen.at("/Attachment/AttachmentId").asText()).isEqualTo(attachment);
        assertThat(seen.at("/Attachment/InstanceId").asText()).isEqualTo(instance);
        assertThat(seen.at("/Attachment/DeviceIndex").asInt()).isEqualTo(3);
        assertThat(seen.at("/Attachment/Status").asText()).isEqualTo("attached");
        String mac = seen.at("/MacAddress").asText();
        assertThat(person.reads(lab, "web", "ip -o link")).contains(mac);
        person.reads(lab, "web", "enid apply");
        assertThat(person.reads(lab, "client", "ping -c 1 10.0.2.77")).contains("1 received");

        text("detach-network-interface", "--attachment-id", attachment);
        text("wait", "network-interface-available", "--network-interface-ids", eni);
        assertThat(person.reads(lab, "web", "ip -o link")).doesNotContain(mac);
        refused("InvalidAttachmentID.NotFound", "detach-network-interface", "--attachment-id", attachment);
        text("delete-network-interface", "--network-interface-id", eni);
        refused("InvalidNetworkInterfaceID.NotFound", "describe-network-interfaces", "--network-interface-ids", eni);
        person.reads(lab, "web", "enid apply");
    }

    @Test
    void addressesAndPrefixesComeAndGoAndAreTakenOver() throws Exception {
        String one = make("a");
        String other = make("a");
        assertThat(json(
                                "assign-private-ip-addresses",
                                "--network-interface-id",
                                one,
                                "--private-ip-addresses",
                                "10.0.1.201",
                                "10.0.1.202")
                        .at("/AssignedPrivateIpAddresses")
                        .findValuesAsText("PrivateIpAddress"))
                .containsExactly("10.0.1.201", "10.0.1.202");
        refused(
                "InvalidIPAddress.InUse",
                "assign-private-ip-addresses",
                "--network-interface-id",
                other,
                "--private-ip-addresses",
                "10.0.1.201");
        json(
                "assign-private-ip-addresses",
                "--network-interface-id",
                other,
                "--allow-reassignment",
                "--private-ip-addresses",
                "10.0.1.201");
        assertThat(owner("addresses.private-ip-address", "10.0.1.201")).isEqualTo(other);
        refused(
                "InvalidParameterValue",
                "unassign-private-ip-addresses",
                "--network-interface-id",
                one,
                "--private-ip-addresses",
                "10.0.1.201");

        String v6 = text(
                "assign-ipv6-addresses",
                "--network-interface-id",
                one,
                "--ipv6-address-count",
                "1",
                "--query",
                "AssignedIpv6Addresses[0]");
        assertThat(owner("ipv6-addresses.ipv6-address", v6)).isEqualTo(one);
        assertThat(text(
                        "unassign-ipv6-addresses",
                        "--network-interface-id",
                        one,
                        "--ipv6-addresses",
                        v6,
                        "--query",
                        "UnassignedIpv6Addresses"))
                .isEqualTo(v6);
        assertThat(text(
                        "assign-private-ip-addresses",
                        "--network-interface-id",
                        one,
                        "--ipv4-prefix-count",
                        "1",
                        "--query",
                        "AssignedIpv4Prefixes[0].Ipv4Prefix"))
                .matches("10\\.0\\.1\\.\\d+/28");
        for (String eni : List.of(one, other)) {
            text("delete-network-interface", "--network-interface-id", eni);
        }
    }

    private String owner(String filter, String address) throws IOException, InterruptedException {
        return text(
                "describe-network-interfaces",
                "--filters",
                "Name=" + filter + ",Values=" + address,
                "--query",
                "NetworkInterfaces[].NetworkInterfaceId");
    }

    @Test
    void longListsComeInPages() throws Exception {
        // With the two of the topology that are free, more than the shortest page holds.
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            made.add(make("a"));
        }
        List<String> free = json("describe-network-interfaces", "--filters", "Name=status,Values=available")
                .at("/NetworkInterfaces")
                .findValuesAsText("NetworkInterfaceId");
        assertThat(free).containsAll(made);
        assertThat(json("describe-network-interfaces", "--filters", "Name=status,Values=available", "--page-size", "5")
                        .at("/NetworkInterfaces")
                        .findValuesAsText("NetworkInterfaceId"))
                .isEqualTo(free);
        JsonNode first = json("describe-network-interfaces", "--max-results", "5", "--no-paginate");
        assertThat(first.at("/NetworkInterfaces").size()).isEqualTo(5);
        assertThat(first.at("/NextToken").asText()).isNotEmpty();
        for (String eni : made) {
            text("delete-network-interface", "--network-interface-id", eni);
        }
    }

    @Test
    void aDryRunChangesNothingAndMistakesHaveTheirCodes() throws Exception {
        String instance = named("instance", "web");
        String free = named("network-interface", "web-1");
        String primary = named("network-interface", "web-0");
        String attach = "attach-network-interface";
        String[] good = {attach, "--instance-id", instance, "--device-index", "1", "--network-interface-id", free};
        List<String> dry = new ArrayList<>(List.of(good));
        dry.add("--dry-run");

        refused("DryRunOperation", dry.toArray(String[]::new));
        assertThat(json("describe-network-interfaces", "--network-interface-ids", free)
                        .at("/NetworkInterfaces/0/Status")
                        .asText())
                .isEqualTo("available");
        refused(
                "InvalidNetworkInterface.InUse",
                attach,
                "--instance-id",
                instance,
                "--device-index",
                "1",
                "--network-interface-id",
                primary);
        refused(
                "InvalidParameterValue",
                attach,
                "--instance-id",
                instance,
                "--device-index",
                "0",
                "--network-interface-id",
                free);
        refused(
                "InvalidInstanceID.NotFound",
                attach,
                "--instance-id",
                "i-0123456789abcdef0",
                "--device-index",
                "1",
                "--network-interface-id",
                free);
        refused("InvalidInstanceID.Malformed", "describe-instances", "--instance-ids", "web");
        refused("InvalidNetworkInterfaceId.Malformed", "delete-network-interface", "--network-interface-id", "web-1");
        refused("InvalidParameterValue", "describe-instances", "--filters", "Name=colour,Values=red");
        String attachment = text(
                "describe-network-interfaces",
                "--network-interface-ids",
                primary,
                "--query",
                "NetworkInterfaces[0].Attachment.AttachmentId");
        refused("OperationNotPermitted", "detach-network-interface", "--attachment-id", attachment);
    }

    /** The answer to what there is not tells what there is; docs/lab.md tells the same. */
    @Test
    void thePageHasEveryActionAndNoOther() throws Exception {
        Ended volumes = aws("describe-volumes");
        assertThat(volumes.err()).contains("(InvalidAction)");
        String told = volumes.err().strip().replaceFirst("(?s).*of version 2016-11-15, ", "");

        String page = Files.readString(Path.of("../docs/lab.md"));
        String section = page.substring(page.indexOf("\n## The EC2 API\n"));
        List<String> listed = section.substring(0, section.indexOf("\n## ", 1))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`", 3)[1])
                .toList();
        assertThat(List.of(told.split(", ", -1))).isEqualTo(listed);
    }

    @Test
    void credentialsOfAnotherAccountAreRefused() throws Exception {
        List<String> command = List.of("aws", "--endpoint-url", endpoint, "ec2", "describe-vpcs");
        Process stranger = person.start(List.of(
                "env",
                "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
                "sh",
                "-c",
                "exec \"$@\"",
                "sh",
                command.get(0),
                command.get(1),
                command.get(2),
                command.get(3),
                command.get(4)));
        Ended ended = Ended.of(stranger);
        assertThat(ended.code()).isNotZero();
        assertThat(ended.err()).contains("(AuthFailure)").contains("enid lab env prints the lab's");
    }

    @Test
    void anInstanceAsksByItselfAndTagsStay() throws Exception {
        String instance = named("instance", "db");
        text(
                "create-tags",
                "--resources",
                instance,
                "--tags",
                "[{\"Key\":\"team\",\"Value\":\"blue & \\\"green\\\" <1>\"}]");
        assertThat(person.reads(
                        lab,
                        "db",
                        "aws --endpoint-url $AWS_ENDPOINT_URL_EC2 ec2 describe-instances --instance-ids " + instance
                                + " --query 'Reservations[0].Instances[0].Tags[?Key==`team`].Value' --output text"))
                .isEqualTo("blue & \"green\" <1>\n");
        text("delete-tags", "--resources", instance, "--tags", "Key=team");
        assertThat(text("describe-tags", "--filters", "Name=key,Values=team")).isEmpty();
    }
}
