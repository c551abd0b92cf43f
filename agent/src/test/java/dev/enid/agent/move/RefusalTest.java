package dev.enid.agent.move;

import static dev.enid.agent.move.FakeVpc.A;
import static dev.enid.agent.move.FakeVpc.B;
import static dev.enid.agent.move.FakeVpc.primary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.agent.ec2.InstanceLimits;
import dev.enid.agent.ec2.Slot;
import dev.enid.agent.iam.Ec2Action;
import dev.enid.agent.iam.Tag;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What cannot be done is refused before anything is changed, and what is said helps. */
class RefusalTest {

    private final Moving moving = new Moving();

    private void refused(Resource resource, String why) {
        MoveFailed failed = moving.fails(resource, MoveFailed.Outcome.REFUSED);
        assertThat(failed.lines()).first().asString().contains(why);
        assertThat(failed.lines()).as("what to do").hasSizeGreaterThan(1);
    }

    @AfterEach
    void nothingWasChanged() {
        assertThat(moving.ec2.mutations()).isEmpty();
    }

    @Test
    void aTargetThatDoesNotRun() {
        moving.vpc.state(B, "stopped");
        refused(Moving.FLOATING, B + " is not running but stopped");
    }

    @Test
    void anotherZone() {
        moving.vpc.change(FakeVpc.FLOATING, FakeVpcs::elsewhere);
        refused(Moving.FLOATING, "an ENI never leaves its zone");
    }

    @Test
    void aPrimaryEni() {
        moving.vpc.change(FakeVpc.FLOATING, FakeVpcs::primary);
        refused(Moving.FLOATING, "is the primary ENI of " + A);
    }

    @Test
    void anEniOfAService() {
        moving.vpc.change(FakeVpc.FLOATING, FakeVpcs::ofAService);
        refused(Moving.FLOATING, "belongs to an AWS service");
    }

    @Test
    void aTargetWithoutAPlace() {
        moving.vpc.limits(new InstanceLimits(List.of(1), 10, 10));
        refused(Moving.FLOATING, "has no place for another ENI: it has 1, and as a m7i.large takes 1");
    }

    @Test
    void aTagOfSeveral() {
        refused(
                new Resource.Interface(new EniName.ByTag(new Tag("Name", "primary"))),
                "3 ENIs have the tag Name=primary: eni-0000000a, eni-0000000b, eni-0000000c");
    }

    @Test
    void aTagOfNone() {
        refused(new Resource.Interface(new EniName.ByTag(new Tag("Name", "none"))), "there is no ENI Name=none");
    }

    @Test
    void aPrimaryAddress() {
        refused(new Resource.Address(Ip.parse("10.0.1.20")), "10.0.1.20 is the primary address of eni-0000000f");
    }

    @Test
    void anAddressOfNoSubnet() {
        refused(new Resource.Address(Ip.parse("192.168.7.7")), "192.168.7.7 is in no subnet of vpc-00000001");
    }

    @Test
    void anEniThatIsFull() {
        moving.given(FakeVpc.SECONDARY.toCidr()).vpc.limits(new InstanceLimits(List.of(4), 1, 1));
        refused(Moving.SECONDARY, "eni-0000000b is full: an ENI of a m7i.large takes 1 addresses and prefixes of IPv4");
    }

    @Test
    void aRouteToWhatDoesNotForward() {
        refused(Moving.ROUTE, "drops what is neither from nor to itself");
    }

    @Test
    void aRouteThatIsNotThere() {
        refused(
                new Resource.Route(FakeVpc.TABLE, Cidr.parse("192.0.2.0/24")),
                "has no route to 192.0.2.0/24, and a move makes none; it has routes to 10.0.0.0/16, 0.0.0.0/0");
    }

    @Test
    void theRouteOfTheVpcItself() {
        refused(new Resource.Route(FakeVpc.TABLE, Cidr.parse("10.0.0.0/16")), "rtb-00000001's own");
    }

    @ParameterizedTest
    @EnumSource(
            value = Ec2Action.class,
            names = {
                "DESCRIBE_INSTANCES",
                "DESCRIBE_INSTANCE_TYPES",
                "DESCRIBE_NETWORK_INTERFACES",
                "ATTACH_NETWORK_INTERFACE",
                "DETACH_NETWORK_INTERFACE"
            })
    void whatThePolicyDoesNotAllowIsNamed(Ec2Action action) {
        moving.ec2.forbidding(action);
        refused(Moving.FLOATING, "the credentials may not call " + action.text());
    }

    @Test
    void warningsThatShouldBeReadBefore() throws Exception {
        moving.vpc.change(FakeVpc.FLOATING, FakeVpcs::deletedOnTermination).state(A, "stopping");

        MovePlan plan = moving.plan(Moving.FLOATING);

        assertThat(plan.warnings())
                .anyMatch(each -> each.contains("DeleteOnTermination"))
                .anyMatch(each -> each.contains(A + " is stopping"));
        assertThat(plan.interrupts()).singleElement().asString().contains("connections to 10.0.1.20 end");
    }

    @Test
    void theDeviceIndexThatItHadIsTakenOnlyWhereItIsFree() throws Exception {
        moving.vpc.plug(new EniId("eni-000000ff"), "10.0.1.99", B, new Slot(0, 1));
        assertThat(moving.plan(Moving.FLOATING).steps())
                .last()
                .isEqualTo(new dev.enid.agent.ec2.Mutation.Attach(FakeVpc.FLOATING, B, new Slot(0, 2)));
    }

    @Test
    void theNextNetworkCardIsTakenWhenOneIsFull() {
        Slots slots = new Slots(
                java.util.OptionalInt.empty(),
                java.util.OptionalInt.empty(),
                Optional.of(new InstanceLimits(List.of(1, 2), 10, 10)));
        dev.enid.agent.ec2.Ec2Instance full = new dev.enid.agent.ec2.Ec2Instance(
                B,
                "p5.48xlarge",
                FakeVpc.ZONE,
                FakeVpc.VPC,
                "running",
                List.of(new dev.enid.agent.ec2.Ec2Instance.Plugged(primary(B), FakeVpc.SUBNET, Slot.PRIMARY)));
        assertThat(slots.free(full)).contains(new Slot(1, 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            enis eni-0a1b2c3d          | nothing is moved that is called "enis"; did you mean "eni"?
            volume vol-1               | nothing is moved that is called "volume"; there are eni, address, prefix
            eni web                    | an ENI is named by its id such as
            eni eni-xyz                | not an ENI id such as
            eni eni-0a1b2c3d eni-0a1b2c3e | move eni takes one ENI, not 2
            address                    | move address takes one ADDRESS, not 0
            address 10.0.1.256         | not an IP address: "10.0.1.256"
            address 10.0.1.32/28       | 10.0.1.32/28 is no address; prefixes are moved by: enid move prefix
            prefix 10.0.1.0/24         | EC2 delegates prefixes of /28 (IPv4) and /80 (IPv6), not "10.0.1.0/24"
            prefix 10.0.1.1/28         | not a network such as
            elastic-ip eipalloc-1      | an Elastic IP is named by its address, or by an allocation id
            route rtb-0a1b2c3d         | move route takes a TABLE and a DESTINATION
            route main 0.0.0.0/0       | not the id of a route table such as
            """)
    void wordsThatNameNothing(String words, String why) {
        assertThatThrownBy(() -> ResourceWords.parse(List.of(words.split(" ", -1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "eni eni-0a1b2c3d",
        "eni 10.0.1.20",
        "eni Name=db",
        "address 10.0.1.20",
        "address 2001:db8::1",
        "prefix 10.0.1.32/28",
        "prefix 2001:db8:0:0:1::/80",
        "elastic-ip 203.0.113.7",
        "elastic-ip eipalloc-0a1b2c3d4e5f60718",
        "route rtb-0a1b2c3d 0.0.0.0/0",
        "route rtb-0a1b2c3d ::/0"
    })
    void wordsAreSaidAsTheyAreTyped(String words) {
        assertThat(ResourceWords.parse(List.of(words.split(" ", -1))).typed())
                .isEqualTo(words.replace("0:0:1::", "0:1::").replace("2001:db8:0:1::/80", "2001:db8:0:0:1::/80"));
    }
}
