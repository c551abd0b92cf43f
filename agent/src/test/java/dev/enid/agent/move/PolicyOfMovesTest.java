package dev.enid.agent.move;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.iam.Ec2Action;
import dev.enid.agent.iam.Purpose;
import dev.enid.core.ip.Cidr;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code enid iam-policy} allows what moves call, all of it and nothing else. */
class PolicyOfMovesTest {

    private static final Cidr IPV6_PREFIX = Cidr.parse("2001:db8:0:0:77::/80");

    @ParameterizedTest
    @EnumSource
    void aPolicyAllowsWhatIsCalled(Purpose purpose) {
        Set<Ec2Action> called = EnumSet.noneOf(Ec2Action.class);
        switch (purpose) {
            case MOVE_ENI -> called.addAll(moved(new Moving(), Moving.FLOATING));
            case MOVE_ADDRESS -> {
                called.addAll(moved(new Moving().given(FakeVpc.SECONDARY.toCidr()), Moving.SECONDARY));
                called.addAll(moved(new Moving(), Moving.SECONDARY));
            }
            case MOVE_IPV6 -> {
                called.addAll(moved(new Moving().given(FakeVpc.IPV6.toCidr()), Moving.IPV6));
                called.addAll(moved(new Moving(), Moving.IPV6));
            }
            case MOVE_PREFIX -> {
                called.addAll(moved(new Moving().given(FakeVpc.PREFIX), Moving.PREFIX));
                called.addAll(moved(new Moving().given(IPV6_PREFIX), new Resource.Prefix(IPV6_PREFIX)));
            }
            case MOVE_ELASTIC_IP -> called.addAll(moved(new Moving(), Moving.ELASTIC));
            case MOVE_ROUTE -> {
                Moving moving = new Moving();
                moving.vpc.change(FakeVpc.primary(FakeVpc.B), FakeVpcs::forwarding);
                called.addAll(moved(moving, Moving.ROUTE));
            }
        }

        assertThat(called).containsExactlyInAnyOrderElementsOf(purpose.actions());
    }

    private static Set<Ec2Action> moved(Moving moving, Resource resource) {
        moving.succeeds(resource);
        return moving.ec2.called();
    }
}
