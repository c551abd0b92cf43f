package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.ec2.Ec2Failure.Kind;

/** Asks EC2 what changes nothing, until there is an answer. */
final class Asking {

    /** Of a wrong endpoint, as long as EC2 has never answered, three tries tell enough. */
    private static final int TRIES = 3;

    private final Ec2 ec2;
    private final Pace pace;
    private final Deadline deadline;
    private boolean everAnswered;

    Asking(Ec2 ec2, Pace pace, Deadline deadline) {
        this.ec2 = ec2;
        this.pace = pace;
        this.deadline = deadline;
    }

    /** One question. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Ec2 ec2) throws Ec2Failure;
    }

    /**
     * Asks.
     *
     * @param missing until when what is not found is looked for again: EC2 may not show yet what there is
     * @throws Ec2Failure when it is not going to be answered, or not until the deadline
     */
    <T> T of(Question<T> question, Deadline missing) throws Ec2Failure, InterruptedException {
        int tries = 0;
        while (true) {
            tries++;
            try {
                T answer = question.ask(ec2);
                everAnswered = true;
                pace.answered();
                return answer;
            } catch (Ec2Failure failure) {
                everAnswered |= failure.kind() == Kind.REFUSED;
                if (deadline.isOver() || !again(failure, missing, tries)) {
                    throw failure;
                }
            }
            deadline.sleep(pace.backOff());
        }
    }

    /** As {@link #of}, where what is not found is looked for until the deadline. */
    <T> T of(Question<T> question) throws Ec2Failure, InterruptedException {
        return of(question, deadline);
    }

    private boolean again(Ec2Failure failure, Deadline missing, int tries) {
        return switch (failure.kind()) {
            case NO_CREDENTIALS, NO_REGION -> false;
            case UNANSWERED, UNREACHABLE -> everAnswered || tries < TRIES;
            case REFUSED ->
                switch (Verdict.of(failure)) {
                    case BACK_OFF -> true;
                    case LOOK -> !failure.code().endsWith(".NotFound") || !missing.isOver();
                    case DOUBT, FINAL -> false;
                };
        };
    }
}
