package dev.enid.agent.cli;

/** Exit codes. Scripts rely on them: they are part of the interface. */
public final class Exit {

    /** Converged, or done. */
    public static final int OK = 0;
    /** Something failed, and the message says what. */
    public static final int FAILURE = 1;
    /** {@code plan}: something is to change. {@code adopt}: something is to be taken over. */
    public static final int PENDING = 2;
    /** The command line is not understood: EX_USAGE of sysexits.h. */
    public static final int USAGE = 64;
    /** An error of enid itself: EX_SOFTWARE. */
    public static final int SOFTWARE = 70;
    /** Nobody reads the output any more: what a shell reports for a program that SIGPIPE ended. */
    public static final int OUTPUT_CLOSED = 128 + 13;

    private Exit() {}
}
