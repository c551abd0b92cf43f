package dev.enid.agent.move;

import dev.enid.agent.ec2.Codes;
import dev.enid.agent.ec2.Ec2;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.ec2.Mutation;
import dev.enid.agent.imds.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Asks EC2 whether it would do what is planned. Of a later step only what is for good counts: that an ENI cannot be attached
 * while it is still attached is known.
 */
public final class Preflight {

    /** EC2 answers these whatever the state of things. */
    private static final Set<String> FOR_GOOD = Set.of(
            Codes.UNAUTHORIZED,
            "AttachmentLimitExceeded",
            "AuthFailure",
            "OperationNotPermitted",
            "PrivateIpAddressLimitExceeded");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Preflight() {}

    /**
     * Asks.
     *
     * @return what could not be asked, in sentences
     * @throws MoveFailed when it would not
     */
    public static List<String> check(Ec2 ec2, Timing timing, MovePlan plan) throws MoveFailed, InterruptedException {
        Asking asking = new Asking(ec2, new Pace(timing), Deadline.in(PATIENCE, timing));
        List<String> notes = new ArrayList<>();
        for (Mutation step : plan.steps()) {
            if (!step.hasDryRun()) {
                notes.add("EC2 has no dry run of " + step.action().text().substring("ec2:".length())
                        + ": whether it is allowed is seen when it is done");
                continue;
            }
            try {
                Ec2Failure failure = asking.of(each -> answer(each, step));
                if (refuses(failure, step.equals(plan.steps().getFirst()))) {
                    List<String> lines = new ArrayList<>(
                            Complaint.of(failure, plan.resource().purpose()));
                    lines.add("nothing was changed");
                    throw new MoveFailed(MoveFailed.Outcome.REFUSED, lines, failure);
                }
            } catch (Ec2Failure failure) {
                throw new MoveFailed(
                        MoveFailed.Outcome.REFUSED,
                        Complaint.of(failure, plan.resource().purpose()),
                        failure);
            }
        }
        return notes;
    }

    /** A refusal is an answer, too: what is in use now will not be so later. Only where there is none is it asked again. */
    private static Ec2Failure answer(Ec2 ec2, Mutation step) throws Ec2Failure {
        try {
            ec2.dryRun(step);
            return new Ec2Failure(Ec2Failure.Kind.REFUSED, "", Codes.DRY_RUN, "");
        } catch (Ec2Failure failure) {
            if (failure.kind() != Ec2Failure.Kind.REFUSED || Codes.throttled(failure.code())) {
                throw failure;
            }
            return failure;
        }
    }

    private static boolean refuses(Ec2Failure failure, boolean first) {
        if (failure.code().equals(Codes.DRY_RUN)) {
            return false;
        }
        return FOR_GOOD.contains(failure.code()) || (first && Verdict.of(failure) == Verdict.FINAL);
    }

    /**
     * For what is given up before it is taken, and has no dry run: to take what another ENI still has is refused whatever else
     * holds, and by the code it is seen whether it is allowed at all. Should its holder have let go meanwhile, then it is taken,
     * as was asked for.
     *
     * @throws MoveFailed when it is not allowed
     */
    static void tryTaking(Ec2 ec2, MovePlan plan) throws MoveFailed {
        if (plan.steps().size() < 2 || plan.steps().getLast().hasDryRun()) {
            return;
        }
        Mutation last = plan.steps().getLast();
        try {
            ec2.mutate(last);
        } catch (Ec2Failure failure) {
            if (FOR_GOOD.contains(failure.code())) {
                throw new MoveFailed(
                        MoveFailed.Outcome.REFUSED,
                        Complaint.of(failure, plan.resource().purpose()),
                        failure);
            }
        }
    }
}
