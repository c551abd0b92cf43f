package dev.enid.lab.ec2;

import dev.enid.lab.topology.VpcException;

/**
 * An error answer of the EC2 API. Codes and their status: API Reference, "Error codes for the Amazon EC2 API".
 */
final class Ec2Fault extends Exception {

    private static final long serialVersionUID = 1;

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;

    private final String code;
    private final int status;

    private Ec2Fault(int status, String code, String message) {
        super(message);
        this.code = code;
        this.status = status;
    }

    /** The client's mistake. */
    static Ec2Fault of(String code, String message) {
        return new Ec2Fault(BAD_REQUEST, code, message);
    }

    static Ec2Fault missing(String parameter) {
        return of("MissingParameter", "The request must contain the parameter " + parameter);
    }

    static Ec2Fault invalid(String parameter, String value, String why) {
        return of("InvalidParameterValue", "Value (" + value + ") for parameter " + parameter + " is invalid. " + why);
    }

    /** What the VPC refused. */
    static Ec2Fault of(VpcException refused) {
        return of(refused.code().ec2(), String.valueOf(refused.getMessage()));
    }

    /** A request without credentials of this lab. */
    static Ec2Fault unauthorized(int status, String code, String message) {
        return new Ec2Fault(status, code, message);
    }

    /** The answer to a request that would have been carried out but for its DryRun. */
    static Ec2Fault dryRun() {
        return new Ec2Fault(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }

    /** The code that a fault asks for, with the status and, of those that clients meet at their best, the message it has there. */
    static Ec2Fault injected(String code) {
        return switch (code) {
            case "RequestLimitExceeded" -> new Ec2Fault(UNAVAILABLE, code, "Request limit exceeded.");
            case "Unavailable", "ServiceUnavailable" ->
                new Ec2Fault(UNAVAILABLE, code, "The service is unavailable. Please try again shortly.");
            case "InternalError", "InternalFailure" -> new Ec2Fault(FAILED, code, "An internal error has occurred");
            case "UnauthorizedOperation" ->
                new Ec2Fault(FORBIDDEN, code, "You are not authorized to perform this operation.");
            default -> of(code, "The lab was told to answer so; enid lab fault ec2 lists what else");
        };
    }

    /** The lab itself failed. */
    static Ec2Fault internal(String message) {
        return new Ec2Fault(FAILED, "InternalError", message);
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }
}
