package dev.enid.agent.move;

import static dev.enid.agent.iam.Ec2Action.ATTACH_NETWORK_INTERFACE;
import static dev.enid.agent.iam.Ec2Action.DESCRIBE_NETWORK_INTERFACES;
import static dev.enid.agent.iam.Ec2Action.DETACH_NETWORK_INTERFACE;
import static dev.enid.agent.move.FakeVpc.A;
import static dev.enid.agent.move.FakeVpc.B;
import static dev.enid.agent.move.FakeVpc.C;
import static dev.enid.agent.move.Moving.BY_TAG;
import static dev.enid.agent.move.Moving.FLOATING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.ec2.Mutation;
import dev.enid.agent.ec2.Slot;
import dev.enid.agent.move.FakeEc2.Fault.AnswerLost;
import dev.enid.agent.move.FakeEc2.Fault.CarriedOutLate;
import dev.enid.agent.move.FakeEc2.Fault.LostOnTheWay;
import dev.enid.agent.move.FakeEc2.Fault.Refused;
import dev.enid.agent.move.MoveFailed.Outcome;
import dev.enid.core.inventory.EniId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An ENI goes from A to B, whatever EC2 answers on the way. */
class MoveEniTest {

    private final Moving moving = new Moving();

    private void isAt(String instance) {
        assertThat(moving.vpc.floatingAt()).as("%s", moving.lines).contains(instance);
    }

    private List<Mutation> asked() {
        return moving.ec2.mutations();
    }

    @Test
    void itIsDetachedAndAttachedAndEachIsSeenBeforeTheNext() {
        moving.succeeds(FLOATING);

        isAt(B);
        assertThat(asked())
                .containsExactly(
                        new Mutation.Detach(FakeVpc.FLOATING, A, "eni-attach-4", false),
                        new Mutation.Attach(FakeVpc.FLOATING, B, new Slot(0, 1)));
        assertThat(moving.reached().keySet())
                .containsExactlyInAnyOrder(Phase.DETACH, Phase.DETACHED, Phase.ATTACH, Phase.ATTACHED);
        assertThat(moving.reached().get(Phase.DETACHED)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void whatTakesLongIsAskedForSeldomAndNoticedSoon() {
        moving.vpc.detachingTakes(Duration.ofSeconds(60));

        moving.succeeds(FLOATING);

        assertThat(moving.ec2.reads()).isLessThan(80);
        assertThat(moving.reached().get(Phase.DETACHED)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(64));
    }

    @Test
    void aTagNamesItToo() {
        moving.succeeds(BY_TAG);
        isAt(B);
    }

    @Test
    void whatIsThereAlreadyIsLeft() {
        moving.vpc.snatch(B);

        moving.succeeds(FLOATING);

        assertThat(asked()).isEmpty();
        assertThat(moving.reached().keySet()).containsExactly(Phase.ATTACHED);
    }

    @Test
    void anEniAtNoInstanceIsOnlyAttached() {
        moving.vpc.change(FakeVpc.FLOATING, FakeVpcs::unattached);

        moving.succeeds(FLOATING);

        isAt(B);
        assertThat(asked()).hasSize(1);
    }

    @Test
    void anAnswerThatGotLostIsLookedUpAndNothingIsAskedTwice() {
        moving.ec2.with(DETACH_NETWORK_INTERFACE, new AnswerLost()).with(ATTACH_NETWORK_INTERFACE, new AnswerLost());

        moving.succeeds(FLOATING);

        isAt(B);
        assertThat(asked()).hasSize(2);
    }

    @Test
    void aRequestThatGotLostIsAskedAgain() {
        moving.ec2
                .with(DETACH_NETWORK_INTERFACE, new LostOnTheWay(), new LostOnTheWay())
                .with(ATTACH_NETWORK_INTERFACE, new LostOnTheWay());

        moving.succeeds(FLOATING);

        isAt(B);
        assertThat(asked()).hasSize(5);
    }

    @Test
    void aRequestThatIsCarriedOutAfterItWasAskedAgainDoesNoHarm() {
        moving.ec2
                .with(DETACH_NETWORK_INTERFACE, new CarriedOutLate(Duration.ofSeconds(3)))
                .with(ATTACH_NETWORK_INTERFACE, new CarriedOutLate(Duration.ofSeconds(5)));

        moving.succeeds(FLOATING);
        moving.vpc.end();

        isAt(B);
    }

    @Test
    void someoneElseDetachedItAlready() {
        moving.ec2.before(DETACH_NETWORK_INTERFACE, () -> moving.vpc.change(FakeVpc.FLOATING, FakeVpcs::unattached));

        moving.succeeds(FLOATING);

        isAt(B);
    }

    @Test
    void someoneElseWasFaster() {
        moving.ec2.before(ATTACH_NETWORK_INTERFACE, () -> moving.vpc.snatch(C));

        MoveFailed lost = moving.fails(FLOATING, Outcome.LOST);

        isAt(C);
        assertThat(lost.lines()).first().asString().contains("is at " + C + " now: someone else took it");
    }

    @Test
    void aRivalThatBringsItToTheSameTargetIsNoRival() {
        moving.ec2.before(ATTACH_NETWORK_INTERFACE, () -> moving.vpc.snatch(B));
        moving.succeeds(FLOATING);
        isAt(B);
    }

    @Test
    void theDeviceIndexWasTakenMeanwhile() {
        EniId other = new EniId("eni-000000ff");
        moving.ec2.before(ATTACH_NETWORK_INTERFACE, () -> moving.vpc.plug(other, "10.0.1.99", B, new Slot(0, 1)));

        moving.succeeds(FLOATING);

        isAt(B);
        assertThat(asked()).last().isEqualTo(new Mutation.Attach(FakeVpc.FLOATING, B, new Slot(0, 2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IncorrectState",
                "IncorrectInstanceState",
                "InternalError",
                "Unavailable",
                "RequestLimitExceeded",
                "InvalidInstanceID.NotFound",
                "InvalidNetworkInterfaceID.NotFound",
                "InvalidNetworkInterface.InUse"
            })
    void whatPassesIsWaitedFor(String code) {
        moving.ec2
                .with(DETACH_NETWORK_INTERFACE, new Refused(code), new Refused(code))
                .with(ATTACH_NETWORK_INTERFACE, new Refused(code), new Refused(code), new Refused(code));

        moving.succeeds(FLOATING);

        isAt(B);
    }

    @Test
    void whoIsAskedTooMuchIsNotAskedMore() {
        Refused throttled = new Refused("RequestLimitExceeded");
        moving.ec2.with(DESCRIBE_NETWORK_INTERFACES, throttled, throttled, throttled, throttled, throttled);

        moving.succeeds(FLOATING);

        // Half of each at least: 0.5 + 1 + 2 + 4 + 8 s.
        assertThat(moving.time.slept()).isGreaterThan(Duration.ofMillis(7750));
        isAt(B);
    }

    @Test
    void descriptionsThatLagDoNotMisleadIt() {
        moving.vpc.lagging(Duration.ofSeconds(5));

        moving.succeeds(FLOATING);

        isAt(B);
        assertThat(asked()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"AttachmentLimitExceeded", "OperationNotPermitted", "UnauthorizedOperation", "Client.Strange"})
    void whatIsRefusedForGoodAfterItWasDetachedIsUndone(String code) {
        moving.ec2.with(ATTACH_NETWORK_INTERFACE, new Refused(code));

        MoveFailed failed = moving.fails(FLOATING, Outcome.RESTORED);

        moving.vpc.end();
        isAt(A);
        assertThat(moving.vpc.get(FakeVpc.FLOATING).attachment().orElseThrow().slot())
                .isEqualTo(new Slot(0, 1));
        assertThat(failed.lines())
                .contains("eni-0000000f is back at " + A)
                .last()
                .isEqualTo("to go on: enid move eni eni-0000000f --to " + B);
    }

    @Test
    void givingBackTakesFaultsTooAndGoesOn() {
        moving.ec2.with(
                ATTACH_NETWORK_INTERFACE,
                new Refused("AttachmentLimitExceeded"),
                new LostOnTheWay(),
                new Refused("RequestLimitExceeded"),
                new AnswerLost());

        moving.fails(FLOATING, Outcome.RESTORED);

        moving.vpc.end();
        isAt(A);
    }

    @Test
    void whereItsSourceDoesNotRunNothingIsGivenBack() {
        moving.ec2
                .before(DETACH_NETWORK_INTERFACE, () -> moving.vpc.state(A, "stopped"))
                .with(ATTACH_NETWORK_INTERFACE, new Refused("AttachmentLimitExceeded"));

        MoveFailed failed = moving.fails(FLOATING, Outcome.FAILED);

        assertThat(moving.vpc.floatingAt()).isEmpty();
        assertThat(failed.lines()).contains("eni-0000000f is at no instance");
    }

    @Test
    void whoDoesNotWantItBackIsTold() {
        moving.withoutRestoring().ec2.with(ATTACH_NETWORK_INTERFACE, new Refused("AttachmentLimitExceeded"));

        MoveFailed failed = moving.fails(FLOATING, Outcome.FAILED);

        assertThat(moving.vpc.floatingAt()).isEmpty();
        assertThat(failed.lines()).contains("eni-0000000f is at no instance");
    }

    @Test
    void ctrlCWhileItIsDetachingGivesItBack() {
        moving.ec2.before(DETACH_NETWORK_INTERFACE, moving.time::interruptAtNextWait);

        MoveFailed failed = moving.fails(FLOATING, Outcome.RESTORED);

        moving.vpc.end();
        isAt(A);
        assertThat(failed.lines()).first().isEqualTo("interrupted");
    }

    @Test
    void ctrlCWhileItIsAttachingLeavesItOnItsWay() {
        moving.ec2.before(ATTACH_NETWORK_INTERFACE, moving.time::interruptAtNextWait);

        MoveFailed failed = moving.fails(FLOATING, Outcome.FAILED);

        assertThat(failed.lines()).contains("eni-0000000f is on its way to " + B);
        moving.vpc.end();
        isAt(B);
    }

    @Test
    void ctrlCBeforeAnythingWasAskedChangesNothing() {
        moving.ec2.with(DETACH_NETWORK_INTERFACE, new Refused("RequestLimitExceeded"));
        moving.time.interruptAtNextWait();

        MoveFailed failed = moving.fails(FLOATING, Outcome.REFUSED);

        assertThat(failed.lines()).containsExactly("interrupted", "nothing was changed");
        isAt(A);
    }

    @Test
    void aHostThatDoesNotRunAndDoesNotLetGoIsForcedAfterTheStatedTime() {
        moving.vpc.stuckWhenDetaching().state(A, "stopped");

        moving.forceAfter(Duration.ofSeconds(30)).succeeds(FLOATING);

        isAt(B);
        assertThat(asked().get(1)).isEqualTo(new Mutation.Detach(FakeVpc.FLOATING, A, "eni-attach-4", true));
        assertThat(moving.reached().get(Phase.DETACHED)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
        assertThat(moving.lines)
                .startsWith(
                        "detach eni-0000000f from " + A + " (eni-attach-4)",
                        "detach eni-0000000f from " + A + " (eni-attach-4, by force)",
                        "eni-0000000f is detached");
    }

    @Test
    void aHostThatRunsIsNeverForcedUnasked() {
        moving.vpc.stuckWhenDetaching();

        MoveFailed failed = moving.forceAfter(Duration.ofSeconds(5)).fails(FLOATING, Outcome.FAILED);

        assertThat(asked()).noneMatch(each -> each instanceof Mutation.Detach detach && detach.force());
        isAt(A);
        assertThat(moving.lines).containsOnlyOnce("not by force: " + A + " runs, and may still let go");
        assertThat(failed.lines())
                .containsExactly(
                        "out of time",
                        "it could not be given back within 60 s",
                        "eni-0000000f is still leaving " + A,
                        "to go on: enid move eni eni-0000000f --to " + B,
                        "by force, losing what " + A + " still has to send: enid move eni eni-0000000f --to " + B
                                + " --force-detach");
    }

    @Test
    void whatIsStuckSinceAnEarlierMoveIsForcedAtOnceWhenAsked() {
        moving.vpc.stuckWhenDetaching().change(FakeVpc.FLOATING, FakeVpcs::detaching);

        moving.forcing().succeeds(FLOATING);

        isAt(B);
        assertThat(asked())
                .containsExactly(
                        new Mutation.Detach(FakeVpc.FLOATING, A, "eni-attach-4", true),
                        new Mutation.Attach(FakeVpc.FLOATING, B, new Slot(0, 1)));
    }

    @Test
    void whoWaitsInVainForWhatIsStuckSinceAnEarlierMoveIsToldOfForce() {
        moving.vpc.stuckWhenDetaching().change(FakeVpc.FLOATING, FakeVpcs::detaching);

        MoveFailed failed = moving.fails(FLOATING, Outcome.REFUSED);

        assertThat(asked()).isEmpty();
        assertThat(failed.lines())
                .startsWith("out of time", "eni-0000000f is still leaving " + A, "nothing was changed")
                .last()
                .asString()
                .endsWith(" --force-detach");
    }

    @Test
    void whatSomeoneElseHasHadMeanwhileIsNotForced() {
        moving.ec2.before(ATTACH_NETWORK_INTERFACE, () -> {
            moving.vpc.snatch(C);
            moving.vpc
                    .stuckWhenDetaching()
                    .change(FakeVpc.FLOATING, FakeVpcs::detaching)
                    .state(A, "stopped");
        });

        moving.forceAfter(Duration.ofSeconds(1)).fails(FLOATING, Outcome.FAILED);

        assertThat(asked()).noneMatch(each -> each instanceof Mutation.Detach detach && detach.force());
        isAt(C);
    }

    @Test
    void forcedAtOnceWhenAsked() {
        moving.vpc.stuckWhenDetaching();

        moving.forcing().succeeds(FLOATING);

        isAt(B);
        assertThat(asked()).first().isEqualTo(new Mutation.Detach(FakeVpc.FLOATING, A, "eni-attach-4", true));
    }

    @Test
    void whenEc2IsGoneBeforeAnythingWasChangedItIsLeftAtThat() {
        Moving away = new Moving();
        FakeEc2.Fault lost = new LostOnTheWay();
        away.ec2.with(dev.enid.agent.iam.Ec2Action.DESCRIBE_INSTANCES, lost, lost, lost);

        MoveFailed failed = away.fails(FLOATING, Outcome.REFUSED);

        assertThat(failed.lines()).containsExactly("EC2 does not answer DescribeInstances: " + FakeEc2.ANSWER_TIME_OUT);
        assertThat(failed).hasCauseInstanceOf(Ec2Failure.class);
    }
}
