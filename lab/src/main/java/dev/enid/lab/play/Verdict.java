package dev.enid.lab.play;

/**
 * What came of a step or of a look.
 *
 * @param expected what had to be; empty where it is so
 * @param seen what was seen, also where all is well; may be empty then
 */
record Verdict(boolean ok, String expected, String seen) {

    static Verdict good(String seen) {
        return new Verdict(true, "", seen);
    }

    static Verdict bad(String expected, String seen) {
        return new Verdict(false, expected, seen);
    }
}
