package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Instances, Elastic IPs, routes and subnets by AWS's own command line, with its waiters; and packets follow. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AwsInstancesTest {

    private Person person;
    private String lab;
    private AwsCli aws;

    @BeforeAll
    void up() throws Exception {
        person = Person.here();
        lab = person.lab('i');
        person.sees("lab", "up", lab, "--topology", "two-zones");
        aws = AwsCli.of(person, lab);
    }

    @AfterAll
    void down() {
        person.close();
    }

    @Test
    void anInstanceIsRunStoppedStartedAndTerminated() throws Exception {
        String instance = aws.text(
                "run-instances",
                "--image-id",
                "ami-0abcdef1234567890",
                "--instance-type",
                "m6i.large",
                "--subnet-id",
                aws.named("subnet", "b"),
                "--private-ip-address",
                "10.0.2.66",
                "--iam-instance-profile",
                "Name=of-fresh",
                "--tag-specifications",
                "ResourceType=instance,Tags=[{Key=Name,Value=fresh}]",
                "--query",
                "Instances[0].InstanceId");
        aws.text("wait", "instance-running", "--instance-ids", instance);
        JsonNode seen =
                aws.json("describe-instances", "--instance-ids", instance).at("/Reservations/0/Instances/0");
        assertThat(seen.at("/PrivateIpAddress").asText()).isEqualTo("10.0.2.66");
        assertThat(seen.at("/InstanceType").asText()).isEqualTo("m6i.large");
        assertThat(seen.at("/Placement/AvailabilityZone").asText()).isEqualTo("eu-central-1b");
        assertThat(person.reads(lab, "client", "ping -c 1 -W 5 10.0.2.66")).contains("1 received");
        assertThat(person.reads(lab, "fresh", "hostname")).isEqualTo("fresh\n");
        assertThat(person.reads(
                        lab,
                        "fresh",
                        "aws --endpoint-url $AWS_ENDPOINT_URL_EC2 ec2 describe-instances --instance-ids " + instance
                                + " --query 'Reservations[0].Instances[0].Tags[0].Value' --output text"))
                .isEqualTo("fresh\n");

        assertThat(aws.text(
                        "stop-instances",
                        "--instance-ids",
                        instance,
                        "--query",
                        "StoppingInstances[0].[PreviousState.Name,CurrentState.Name]"))
                .isEqualTo("running\tstopping");
        aws.text("wait", "instance-stopped", "--instance-ids", instance);
        assertThat(aws.text("describe-instance-status", "--instance-ids", instance))
                .isEmpty();
        aws.text("start-instances", "--instance-ids", instance);
        aws.text("wait", "instance-status-ok", "--instance-ids", instance);
        assertThat(person.reads(lab, "client", "ping -c 1 -W 5 10.0.2.66")).contains("1 received");

        String eni = seen.at("/NetworkInterfaces/0/NetworkInterfaceId").asText();
        aws.text("terminate-instances", "--instance-ids", instance);
        aws.text("wait", "instance-terminated", "--instance-ids", instance);
        aws.refused(
                "InvalidNetworkInterfaceID.NotFound", "describe-network-interfaces", "--network-interface-ids", eni);
        aws.refused("IncorrectInstanceState", "start-instances", "--instance-ids", instance);
        aws.refused(
                "InvalidAMIID.NotFound",
                "run-instances",
                "--image-id",
                "ami-00000000000000000",
                "--subnet-id",
                aws.named("subnet", "b"));
    }

    @Test
    void typesTellTheirLimitsAndInstancesKeepThem() throws Exception {
        JsonNode network = aws.json("describe-instance-types", "--instance-types", "m6i.large")
                .at("/InstanceTypes/0/NetworkInfo");
        assertThat(network.at("/MaximumNetworkInterfaces").asInt()).isEqualTo(3);
        assertThat(network.at("/Ipv4AddressesPerInterface").asInt()).isEqualTo(10);
        assertThat(network.at("/NetworkCards").size()).isEqualTo(1);
        aws.refused("InvalidInstanceType", "describe-instance-types", "--instance-types", "m6i.huge");
        String subnet = aws.named("subnet", "a");
        String instance = aws.text(
                "run-instances",
                "--image-id",
                "ami-0abcdef1234567890",
                "--instance-type",
                "t3.micro",
                "--network-interfaces",
                "[{\"DeviceIndex\":0,\"SubnetId\":\"" + subnet + "\"},{\"DeviceIndex\":1,\"SubnetId\":\"" + subnet
                        + "\",\"DeleteOnTermination\":false}]",
                "--query",
                "Instances[0].InstanceId");
        String floating = aws.named("network-interface", "float-b");
        aws.refused(
                "AttachmentLimitExceeded",
                "attach-network-interface",
                "--network-interface-id",
                aws.make("a"),
                "--device-index",
                "2",
                "--instance-id",
                instance);
        aws.refused(
                "InvalidParameterValue",
                "attach-network-interface",
                "--network-interface-id",
                floating,
                "--device-index",
                "1",
                "--instance-id",
                instance);
        String second = aws.text(
                "describe-network-interfaces",
                "--filters",
                "Name=attachment.instance-id,Values=" + instance,
                "Name=attachment.device-index,Values=1",
                "--query",
                "NetworkInterfaces[0].NetworkInterfaceId");
        aws.text("terminate-instances", "--instance-ids", instance);
        aws.text("wait", "network-interface-available", "--network-interface-ids", second);
    }

    @Test
    void anElasticIpIsAssociatedMovedAndReleased() throws Exception {
        String allocation = aws.text("allocate-address", "--domain", "vpc", "--query", "AllocationId");
        String ip = aws.text("describe-addresses", "--allocation-ids", allocation, "--query", "Addresses[0].PublicIp");
        String one = aws.named("instance", "a1");
        String other = aws.named("network-interface", "a2-0");

        aws.refused(
                "DryRunOperation",
                "associate-address",
                "--allocation-id",
                allocation,
                "--instance-id",
                one,
                "--dry-run");
        aws.text("associate-address", "--allocation-id", allocation, "--instance-id", one);
        assertThat(person.reads(lab, "user", "ping -c 1 -W 5 " + ip)).contains("1 received");
        assertThat(aws.text(
                        "describe-instances",
                        "--filters",
                        "Name=ip-address,Values=" + ip,
                        "--query",
                        "Reservations[0].Instances[0].InstanceId"))
                .isEqualTo(one);
        assertThat(person.reads(lab, "a1", """
                t=$(curl -s -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token)
                curl -s -H "X-aws-ec2-metadata-token: $t" http://169.254.169.254/latest/meta-data/public-ipv4""")).isEqualTo(ip);
        aws.refused(
                "Resource.AlreadyAssociated",
                "associate-address",
                "--allocation-id",
                allocation,
                "--network-interface-id",
                other,
                "--no-allow-reassociation");
        String association = aws.text(
                "associate-address",
                "--allocation-id",
                allocation,
                "--network-interface-id",
                other,
                "--query",
                "AssociationId");
        assertThat(aws.text(
                        "describe-network-interfaces",
                        "--filters",
                        "Name=association.public-ip,Values=" + ip,
                        "--query",
                        "NetworkInterfaces[0].[NetworkInterfaceId,Association.AllocationId]"))
                .isEqualTo(other + "\t" + allocation);
        aws.refused("InvalidIPAddress.InUse", "release-address", "--allocation-id", allocation);
        aws.text("disassociate-address", "--association-id", association);
        aws.text("release-address", "--allocation-id", allocation);
        aws.refused("InvalidAllocationID.NotFound", "describe-addresses", "--allocation-ids", allocation);
    }

    @Test
    void aRouteIsMadeReplacedAndDeleted() throws Exception {
        String table = aws.text(
                "describe-route-tables",
                "--filters",
                "Name=association.main,Values=true",
                "--query",
                "RouteTables[0].RouteTableId");
        String one = aws.named("network-interface", "a1-0");
        String other = aws.named("network-interface", "a2-0");
        String[] create = {
            "create-route",
            "--route-table-id",
            table,
            "--destination-cidr-block",
            "192.168.7.0/24",
            "--network-interface-id",
            one
        };
        aws.refused(
                "InvalidParameterValue",
                "replace-route",
                "--route-table-id",
                table,
                "--destination-cidr-block",
                "192.168.7.0/24",
                "--network-interface-id",
                one);
        aws.text(create);
        aws.refused("RouteAlreadyExists", create);
        aws.text(
                "replace-route",
                "--route-table-id",
                table,
                "--destination-cidr-block",
                "192.168.7.0/24",
                "--network-interface-id",
                other);
        assertThat(
                        aws.text(
                                "describe-route-tables",
                                "--route-table-ids",
                                table,
                                "--query",
                                "RouteTables[0].Routes[?DestinationCidrBlock=='192.168.7.0/24'].[NetworkInterfaceId,State,Origin]"))
                .isEqualTo(other + "\tactive\tCreateRoute");
        aws.text("delete-route", "--route-table-id", table, "--destination-cidr-block", "192.168.7.0/24");
        aws.refused(
                "InvalidRoute.NotFound",
                "delete-route",
                "--route-table-id",
                table,
                "--destination-cidr-block",
                "192.168.7.0/24");
    }

    @Test
    void aSubnetIsMadeAndUsed() throws Exception {
        String vpc = aws.text("describe-vpcs", "--query", "Vpcs[0].VpcId");
        aws.refused("InvalidSubnet.Conflict", "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.0.1.0/25");
        aws.refused("InvalidSubnet.Range", "create-subnet", "--vpc-id", vpc, "--cidr-block", "172.16.0.0/24");
        String subnet = aws.text(
                "create-subnet",
                "--vpc-id",
                vpc,
                "--cidr-block",
                "10.0.9.0/24",
                "--ipv6-cidr-block",
                "2001:db8:100:9::/64",
                "--availability-zone",
                "eu-central-1b",
                "--query",
                "Subnet.SubnetId");
        aws.text("wait", "subnet-available", "--subnet-ids", subnet);
        String eni = aws.text(
                "create-network-interface", "--subnet-id", subnet, "--query", "NetworkInterface.NetworkInterfaceId");
        aws.text(
                "attach-network-interface",
                "--network-interface-id",
                eni,
                "--instance-id",
                aws.named("instance", "b1"),
                "--device-index",
                "1");
        person.reads(lab, "b1", "enid apply");
        String address = aws.text(
                "describe-network-interfaces",
                "--network-interface-ids",
                eni,
                "--query",
                "NetworkInterfaces[0].PrivateIpAddress");
        assertThat(person.reads(lab, "client", "ping -c 1 -W 5 " + address)).contains("1 received");
    }
}
