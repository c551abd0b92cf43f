package dev.enid.agent.move;

import static dev.enid.agent.iam.Ec2Action.ASSIGN_IPV6_ADDRESSES;
import static dev.enid.agent.iam.Ec2Action.ASSIGN_PRIVATE_IP_ADDRESSES;
import static dev.enid.agent.iam.Ec2Action.ASSOCIATE_ADDRESS;
import static dev.enid.agent.iam.Ec2Action.REPLACE_ROUTE;
import static dev.enid.agent.iam.Ec2Action.UNASSIGN_IPV6_ADDRESSES;
import static dev.enid.agent.iam.Ec2Action.UNASSIGN_PRIVATE_IP_ADDRESSES;
import static dev.enid.agent.move.FakeVpc.A;
import static dev.enid.agent.move.FakeVpc.B;
import static dev.enid.agent.move.FakeVpc.C;
import static dev.enid.agent.move.FakeVpc.primary;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.ec2.Mutation;
import dev.enid.agent.move.FakeEc2.Fault.AnswerLost;
import dev.enid.agent.move.FakeEc2.Fault.LostOnTheWay;
import dev.enid.agent.move.FakeEc2.Fault.Refused;
import dev.enid.agent.move.MoveFailed.Outcome;
import dev.enid.core.ip.Cidr;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Addresses, prefixes, Elastic IPs and routes go from A to B. */
class MoveOthersTest {

    private static final Cidr SECONDARY = FakeVpc.SECONDARY.toCidr();
    private static final Cidr IPV6 = FakeVpc.IPV6.toCidr();
    private static final Cidr PREFIX = FakeVpc.PREFIX;

    private final Moving moving = new Moving();

    private void isAt(Cidr network, String instance) {
        assertThat(moving.vpc.holder(network)).as("%s", moving.lines).contains(primary(instance));
    }

    @Test
    void aSecondaryAddressIsTakenInOneStep() {
        moving.given(SECONDARY).succeeds(Moving.SECONDARY);

        isAt(SECONDARY, B);
        assertThat(moving.ec2.mutations()).containsExactly(new Mutation.Assign(primary(B), SECONDARY, true));
        assertThat(moving.reached().keySet()).containsExactlyInAnyOrder(Phase.ASSIGN, Phase.ASSIGNED);
    }

    @Test
    void anAddressThatNobodyHasIsNotTakenFromWhoeverIsFaster() {
        moving.ec2.before(ASSIGN_PRIVATE_IP_ADDRESSES, () -> moving.vpc.give(primary(C), SECONDARY));

        moving.fails(Moving.SECONDARY, Outcome.LOST);

        isAt(SECONDARY, C);
        assertThat(moving.ec2.mutations()).containsExactly(new Mutation.Assign(primary(B), SECONDARY, false));
    }

    @Test
    void anAddressThatIsPartOfSomeonesPrefixIsRefusedInTheEnd() {
        Resource within = new Resource.Address(PREFIX.ip().plus(3));

        MoveFailed failed = moving.given(PREFIX).fails(within, Outcome.REFUSED);

        assertThat(failed.lines()).first().asString().contains("InvalidIPAddress.InUse");
        assertThat(moving.lines).hasSize(2);
    }

    @Test
    void anIpv6AddressIsGivenUpFirstWhateverIpv4TheHostHas() {
        moving.given(IPV6).succeeds(Moving.IPV6);

        isAt(IPV6, B);
        assertThat(moving.ec2.mutations())
                .endsWith(new Mutation.Unassign(primary(A), IPV6), new Mutation.Assign(primary(B), IPV6, false));
        assertThat(moving.reached().keySet())
                .containsExactlyInAnyOrder(Phase.UNASSIGN, Phase.UNASSIGNED, Phase.ASSIGN, Phase.ASSIGNED);
    }

    @Test
    void whoMayNotAssignDoesNotUnassignEither() {
        moving.given(IPV6).ec2.forbidding(ASSIGN_IPV6_ADDRESSES);

        MoveFailed failed = moving.fails(Moving.IPV6, Outcome.REFUSED);

        isAt(IPV6, A);
        assertThat(failed.lines())
                .containsExactly(
                        "the credentials may not call ec2:AssignIpv6Addresses",
                        "the policy they need: enid iam-policy --for move-ipv6",
                        "nothing was changed");
    }

    @Test
    void whatWasGivenUpComesBackWhenTheTargetIsRefused() {
        moving.given(IPV6)
                .ec2
                .with(ASSIGN_IPV6_ADDRESSES, new Refused("InvalidIPAddress.InUse"), new Refused("Client.Full"));

        moving.fails(Moving.IPV6, Outcome.RESTORED);

        isAt(IPV6, A);
    }

    @Test
    void aPrefixIsGivenUpFirstToo() {
        moving.given(PREFIX).ec2.with(UNASSIGN_PRIVATE_IP_ADDRESSES, new AnswerLost());

        moving.succeeds(Moving.PREFIX);

        isAt(PREFIX, B);
    }

    @Test
    void aPrefixThatASomeoneElseTookIsTheirs() {
        moving.given(PREFIX).ec2.before(UNASSIGN_PRIVATE_IP_ADDRESSES, () -> moving.vpc.give(primary(C), PREFIX));

        moving.fails(Moving.PREFIX, Outcome.LOST);

        isAt(PREFIX, C);
    }

    @Test
    void notMappedAnyMoreMeansLookAgain() {
        moving.given(IPV6).ec2.before(UNASSIGN_IPV6_ADDRESSES, () -> moving.vpc.give(primary(B), IPV6));

        moving.succeeds(Moving.IPV6);

        isAt(IPV6, B);
    }

    @Test
    void anElasticIpIsTakenFromWhereItIs() {
        moving.ec2.with(ASSOCIATE_ADDRESS, new LostOnTheWay(), new AnswerLost());

        moving.succeeds(Moving.ELASTIC);

        assertThat(moving.vpc.elastic()).contains(primary(B));
        assertThat(moving.ec2.mutations())
                .first()
                .isEqualTo(new Mutation.Associate(
                        FakeVpc.ALLOCATION,
                        FakeVpc.ELASTIC,
                        primary(B),
                        Optional.of(dev.enid.core.ip.Ip.parse("10.0.1.11")),
                        true));
    }

    @Test
    void anElasticIpThatLeadsNowhereIsNotTakenFromWhoeverIsFaster() {
        moving.vpc.elasticAt(Optional.empty());
        moving.ec2.before(ASSOCIATE_ADDRESS, () -> moving.vpc.elasticAt(Optional.of(primary(C))));

        moving.fails(Moving.ELASTIC, Outcome.LOST);

        assertThat(moving.vpc.elastic()).contains(primary(C));
    }

    @Test
    void anElasticIpOfASecondaryEniGoesToTheOneAtTheSameIndex() {
        moving.vpc
                .plug(
                        new dev.enid.core.inventory.EniId("eni-000000ff"),
                        "10.0.1.99",
                        B,
                        new dev.enid.agent.ec2.Slot(0, 1))
                .elasticAt(Optional.of(FakeVpc.FLOATING));

        moving.succeeds(Moving.ELASTIC);

        assertThat(moving.vpc.elastic()).contains(new dev.enid.core.inventory.EniId("eni-000000ff"));
    }

    @Test
    void aRouteIsPointedAtAnInstanceThatForwards() {
        moving.vpc.change(primary(B), FakeVpcs::forwarding);
        moving.ec2.with(REPLACE_ROUTE, new AnswerLost());

        moving.succeeds(Moving.ROUTE);

        assertThat(moving.vpc.route()).isEqualTo(primary(B).text());
        assertThat(moving.ec2.mutations()).hasSize(1);
    }

    @Test
    void aRouteThatSomeoneElseReplacedIsTheirs() {
        moving.vpc.change(primary(B), FakeVpcs::forwarding);
        moving.ec2
                .with(REPLACE_ROUTE, new Refused("IncorrectState"))
                .before(REPLACE_ROUTE, () -> moving.vpc.routeTo("igw-0a1b2c3d"));

        moving.fails(Moving.ROUTE, Outcome.LOST);

        assertThat(moving.vpc.route()).isEqualTo("igw-0a1b2c3d");
    }
}
