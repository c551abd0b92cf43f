package dev.enid.agent.cli;

/** The program's entry. */
public final class Main {
    /** As in sysexits.h, EX_USAGE: the command line is not understood. */
    private static final int USAGE = 64;

    private Main() {}

    /**
     * Prints how enid is called.
     *
     * @param arguments what the command line holds after the program's name
     */
    public static void main(String[] arguments) {
        System.err.println("usage: enid COMMAND");
        System.exit(USAGE);
    }
}
