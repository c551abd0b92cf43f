package dev.enid.agent.ec2;

/** Why EC2 did not do what it was asked, or why that is not known. */
public final class Ec2Failure extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is known of the request. */
    public enum Kind {
        /** EC2 answered with an error: nothing was changed. */
        REFUSED,
        /** No answer came, or one that says nothing: it may have been carried out, or be so later. */
        UNANSWERED,
        /** It was not sent: nobody listens at the endpoint, or its name is not known. */
        UNREACHABLE,
        /** No credentials were found. */
        NO_CREDENTIALS,
        /** It is not known which region to ask. */
        NO_REGION
    }

    private final Kind kind;
    private final String action;
    private final String code;

    /**
     * A failure.
     *
     * @param action that was asked for, as the API calls it; empty where none was
     * @param code EC2's, such as {@code IncorrectState}; empty where it gave none
     * @param message what it said, or what went wrong on the way
     */
    public Ec2Failure(Kind kind, String action, String code, String message) {
        super(message);
        this.kind = kind;
        this.action = action;
        this.code = code;
    }

    public Ec2Failure(Kind kind, String action, String code, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.action = action;
        this.code = code;
    }

    public Kind kind() {
        return kind;
    }

    public String action() {
        return action;
    }

    public String code() {
        return code;
    }

    /** What EC2 said, with its code in front. */
    public String text() {
        return code.isEmpty() ? String.valueOf(getMessage()) : code + ": " + getMessage();
    }
}
