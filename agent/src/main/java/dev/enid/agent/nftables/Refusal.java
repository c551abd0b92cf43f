package dev.enid.agent.nftables;

import dev.enid.core.reading.Fault;

/** The table could not be changed. */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    /** A mistake in a long ruleset is told with the ruleset. */
    private static final int MOST = 400;

    private final Fault.Kind kind;

    /** @param detail what was seen and what to do */
    public Refusal(Fault.Kind kind, String detail) {
        super(detail);
        this.kind = kind;
    }

    /** In the words of a program of nftables: untrusted, and made one short line. */
    static Refusal quoting(Fault.Kind kind, String what, String words) {
        String line = words.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        String shown = line.length() > MOST ? line.substring(0, MOST) + "..." : line;
        return new Refusal(kind, shown.isEmpty() ? what : what + ": \"" + shown + "\"");
    }

    public Fault.Kind kind() {
        return kind;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
