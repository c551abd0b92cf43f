package dev.enid.agent.move;

import dev.enid.agent.ec2.Codes;
import dev.enid.agent.ec2.Ec2Failure;
import java.util.Set;

/** What a failure means for whoever asked. By EC2's codes alone: messages change. */
enum Verdict {
    /** Look again, and decide anew: the state was not the expected one, or it is not known what became of the request. */
    LOOK,
    /** Too much was asked: ask nothing for a while, then look. */
    BACK_OFF,
    /** Look again, and perhaps ask in another way; a few times only, as it may be for good. */
    DOUBT,
    /** Asking again would not help. */
    FINAL;

    /**
     * States that pass, and what someone else has done meanwhile: already detached, in use, taken. The next look tells which.
     */
    private static final Set<String> PASSING = Set.of(
            "DependencyViolation",
            "IncorrectInstanceState",
            "IncorrectState",
            "InsufficientFreeAddressesInSubnet",
            "InternalError",
            "InternalFailure",
            "InvalidIPAddress.InUse",
            "InvalidNetworkInterface.InUse",
            "InvalidNetworkInterfaceAttachment.InUse",
            "OperationInProgress",
            "Resource.AlreadyAssociated",
            "ServiceUnavailable",
            "Unavailable");

    /** Of those, what says that someone has it. */
    private static final Set<String> TAKEN = Set.of(
            "InvalidIPAddress.InUse",
            "InvalidNetworkInterface.InUse",
            "InvalidNetworkInterfaceAttachment.InUse",
            "Resource.AlreadyAssociated");

    /** Not mapped to that ENI, or the device index is taken: both come as this. */
    private static final Set<String> DOUBTFUL = Set.of("InvalidParameterValue", "InvalidParameterCombination");

    /** Whether it says that someone has what was to be taken. */
    static boolean saysTaken(Ec2Failure failure) {
        return TAKEN.contains(failure.code());
    }

    static Verdict of(Ec2Failure failure) {
        return switch (failure.kind()) {
            case UNANSWERED, UNREACHABLE -> LOOK;
            case NO_CREDENTIALS, NO_REGION -> FINAL;
            case REFUSED -> refused(failure.code());
        };
    }

    private static Verdict refused(String code) {
        if (Codes.throttled(code)) {
            return BACK_OFF;
        }
        // What is not found may only be not found yet; an attachment that is not found has ended.
        if (PASSING.contains(code) || code.endsWith(".NotFound")) {
            return LOOK;
        }
        return DOUBTFUL.contains(code) ? DOUBT : FINAL;
    }
}
