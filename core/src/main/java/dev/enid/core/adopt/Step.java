package dev.enid.core.adopt;

import java.util.List;

/**
 * One step of a hand-over, as it is shown, written down and carried out.
 *
 * @param kind one of {@link Kind}, as its word: a journal is read by other versions too
 * @param what what it is about, in words: a path, a command, or what becomes of the kernel's tables
 * @param path of the file that it is about; empty for none
 * @param text of the file to be written; empty for none
 * @param command the program and its arguments; empty for none
 * @param back what undoes the command; empty for what need not be undone
 * @param backLast whether that is to wait until everything else is undone, as for who reads files then
 * @param process the process to be ended; 0 for none
 * @param because why
 */
public record Step(
        String kind,
        String what,
        String path,
        String text,
        List<String> command,
        List<String> back,
        boolean backLast,
        long process,
        String because) {

    /** What is done. */
    public enum Kind {
        /** A file that goes before a package's own. */
        WRITE,
        /** A program is told. */
        RUN,
        /** A file is put aside, never removed. */
        AWAY,
        /** A DHCP client ends, at once: one that is asked to end takes its address along. */
        END,
        /** {@link Holds} are put. */
        HOLD,
        /** What {@code enid apply} does. */
        APPLY,
        /** Until the network manager has let go. */
        SETTLE,
        /** {@link Claims}. */
        CLAIM,
        /** {@link Remains} go. */
        CLEAR,
        /** {@link Holds} go. */
        RELEASE;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Step {
        command = List.copyOf(command);
        back = List.copyOf(back);
    }

    static Step write(String path, String text, String because) {
        return new Step(Kind.WRITE.word(), "file " + path, path, text, List.of(), List.of(), false, 0, because);
    }

    static Step away(String path, String because) {
        return new Step(Kind.AWAY.word(), "file " + path, path, "", List.of(), List.of(), false, 0, because);
    }

    static Step run(List<String> command, List<String> back, boolean backLast, String because) {
        return new Step(Kind.RUN.word(), String.join(" ", command), "", "", command, back, backLast, 0, because);
    }

    static Step end(Facts.Client client, String because) {
        return new Step(
                Kind.END.word(),
                "process " + client.process() + ": " + client.command(),
                "",
                "",
                List.of(),
                List.of(),
                false,
                client.process(),
                because);
    }

    static Step kernel(Kind kind, String what, String because) {
        return new Step(kind.word(), what, "", "", List.of(), List.of(), false, 0, because);
    }

    public boolean is(Kind which) {
        return kind.equals(which.word());
    }
}
