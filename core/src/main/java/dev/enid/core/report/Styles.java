package dev.enid.core.report;

/**
 * How text is set off. Whether there are colours is decided at the edge, where it is known if a terminal is there; what is
 * printed is the same with and without.
 */
public enum Styles {
    PLAIN,
    /** ECMA-48 escape sequences, in the eight colours that every theme has. */
    ANSI;

    /** What comes into being, and what is well. */
    public String good(String text) {
        return styled("32", text);
    }

    /** What changes, and what needs a look. */
    public String warn(String text) {
        return styled("33", text);
    }

    /** What goes, and what failed. */
    public String bad(String text) {
        return styled("31", text);
    }

    public String strong(String text) {
        return styled("1", text);
    }

    /** What may be passed over: reasons, headings. */
    public String faint(String text) {
        return styled("2", text);
    }

    private String styled(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
