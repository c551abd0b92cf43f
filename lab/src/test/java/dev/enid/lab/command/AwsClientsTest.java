package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

    private Person person;
    private String lab;
    private AwsCli aws;

    @BeforeAll
    void up() throws Exception {
        person = Person.here();
        lab = person.lab('e');
        person.sees("lab", "up", lab);
        aws = AwsCli.of(person, lab);
    }

    @AfterAll
    void down() {
        person.close();
    }

    @Test
    void anEniIsMadeAttachedReachedAndTakenAway() throws Exception {
        String instance = aws.named("instance", "web");
        String eni = aws.text(
                "create-network-interface",
                "--subnet-id",
                aws.named("subnet", "b"),
                "--private-ip-address",
                "10.0.2.77",
                "--description",
                "to and fro",
                "--tag-specifications",
                "ResourceType=network-interface,Tags=[{Key=role,Value=floating}]",
                "--query",
                "NetworkInterface.NetworkInterfaceId");
        aws.text("wait", "network-interface-available", "--network-interface-ids", eni);

        String attachment = aws.text(
                "attach-network-interface",
                "--network-interface-id",
                eni,
                "--instance-id",
                instance,
                "--device-index",
                "3",
                "--query",
                "AttachmentId");

        JsonNode seen = aws.json("describe-network-interfaces", "--filters", "Name=tag:role,Values=float*")
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

        aws.text("detach-network-interface", "--attachment-id", attachment);
        aws.text("wait", "network-interface-available", "--network-interface-ids", eni);
        assertThat(person.reads(lab, "web", "ip -o link")).doesNotContain(mac);
        aws.refused("InvalidAttachmentID.NotFound", "detach-network-interface", "--attachment-id", attachment);
        aws.text("delete-network-interface", "--network-interface-id", eni);
        aws.refused(
                "InvalidNetworkInterfaceID.NotFound", "describe-network-interfaces", "--network-interface-ids", eni);
        person.reads(lab, "web", "enid apply");
    }

    @Test
    void addressesAndPrefixesComeAndGoAndAreTakenOver() throws Exception {
        String one = aws.make("a");
        String other = aws.make("a");
        assertThat(aws.json(
                                "assign-private-ip-addresses",
                                "--network-interface-id",
                                one,
                                "--private-ip-addresses",
                                "10.0.1.201",
                                "10.0.1.202")
                        .at("/AssignedPrivateIpAddresses")
                        .findValuesAsText("PrivateIpAddress"))
                .containsExactly("10.0.1.201", "10.0.1.202");
        aws.refused(
                "InvalidIPAddress.InUse",
                "assign-private-ip-addresses",
                "--network-interface-id",
                other,
                "--private-ip-addresses",
                "10.0.1.201");
        aws.json(
                "assign-private-ip-addresses",
                "--network-interface-id",
                other,
                "--allow-reassignment",
                "--private-ip-addresses",
                "10.0.1.201");
        assertThat(owner("addresses.private-ip-address", "10.0.1.201")).isEqualTo(other);
        aws.refused(
                "InvalidParameterValue",
                "unassign-private-ip-addresses",
                "--network-interface-id",
                one,
                "--private-ip-addresses",
                "10.0.1.201");

        String v6 = aws.text(
                "assign-ipv6-addresses",
                "--network-interface-id",
                one,
                "--ipv6-address-count",
                "1",
                "--query",
                "AssignedIpv6Addresses[0]");
        assertThat(owner("ipv6-addresses.ipv6-address", v6)).isEqualTo(one);
        assertThat(aws.text(
                        "unassign-ipv6-addresses",
                        "--network-interface-id",
                        one,
                        "--ipv6-addresses",
                        v6,
                        "--query",
                        "UnassignedIpv6Addresses"))
                .isEqualTo(v6);
        assertThat(aws.text(
                        "assign-private-ip-addresses",
                        "--network-interface-id",
                        one,
                        "--ipv4-prefix-count",
                        "1",
                        "--query",
                        "AssignedIpv4Prefixes[0].Ipv4Prefix"))
                .matches("10\\.0\\.1\\.\\d+/28");
        for (String eni : List.of(one, other)) {
            aws.text("delete-network-interface", "--network-interface-id", eni);
        }
    }

    private String owner(String filter, String address) throws IOException, InterruptedException {
        return aws.text(
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
            made.add(aws.make("a"));
        }
        List<String> free = aws.json("describe-network-interfaces", "--filters", "Name=status,Values=available")
                .at("/NetworkInterfaces")
                .findValuesAsText("NetworkInterfaceId");
        assertThat(free).containsAll(made);
        assertThat(aws.json(
                                "describe-network-interfaces",
                                "--filters",
                                "Name=status,Values=available",
                                "--page-size",
                                "5")
                        .at("/NetworkInterfaces")
                        .findValuesAsText("NetworkInterfaceId"))
                .isEqualTo(free);
        JsonNode first = aws.json("describe-network-interfaces", "--max-results", "5", "--no-paginate");
        assertThat(first.at("/NetworkInterfaces").size()).isEqualTo(5);
        assertThat(first.at("/NextToken").asText()).isNotEmpty();
        for (String eni : made) {
            aws.text("delete-network-interface", "--network-interface-id", eni);
        }
    }

    @Test
    void aDryRunChangesNothingAndMistakesHaveTheirCodes() throws Exception {
        String instance = aws.named("instance", "web");
        String free = aws.named("network-interface", "web-1");
        String primary = aws.named("network-interface", "web-0");
        String attach = "attach-network-interface";
        String[] good = {attach, "--instance-id", instance, "--device-index", "1", "--network-interface-id", free};
        List<String> dry = new ArrayList<>(List.of(good));
        dry.add("--dry-run");

        aws.refused("DryRunOperation", dry.toArray(String[]::new));
        assertThat(aws.json("describe-network-interfaces", "--network-interface-ids", free)
                        .at("/NetworkInterfaces/0/Status")
                        .asText())
                .isEqualTo("available");
        aws.refused(
                "InvalidNetworkInterface.InUse",
                attach,
                "--instance-id",
                instance,
                "--device-index",
                "1",
                "--network-interface-id",
                primary);
        aws.refused(
                "InvalidParameterValue",
                attach,
                "--instance-id",
                instance,
                "--device-index",
                "0",
                "--network-interface-id",
                free);
        aws.refused(
                "InvalidInstanceID.NotFound",
                attach,
                "--instance-id",
                "i-0123456789abcdef0",
                "--device-index",
                "1",
                "--network-interface-id",
                free);
        aws.refused("InvalidInstanceID.Malformed", "describe-instances", "--instance-ids", "web");
        aws.refused(
                "InvalidNetworkInterfaceId.Malformed", "delete-network-interface", "--network-interface-id", "web-1");
        aws.refused("InvalidParameterValue", "describe-instances", "--filters", "Name=colour,Values=red");
        String attachment = aws.text(
                "describe-network-interfaces",
                "--network-interface-ids",
                primary,
                "--query",
                "NetworkInterfaces[0].Attachment.AttachmentId");
        aws.refused("OperationNotPermitted", "detach-network-interface", "--attachment-id", attachment);
    }

    /** The answer to what there is not tells what there is; docs/lab.md tells the same. */
    @Test
    void thePageHasEveryActionAndNoOther() throws Exception {
        Ended volumes = aws.call("describe-volumes");
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
        List<String> command = List.of("aws", "--endpoint-url", aws.endpoint(), "ec2", "describe-vpcs");
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
        String instance = aws.named("instance", "db");
        aws.text(
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
        aws.text("delete-tags", "--resources", instance, "--tags", "Key=team");
        assertThat(aws.text("describe-tags", "--filters", "Name=key,Values=team"))
                .isEmpty();
    }
}
