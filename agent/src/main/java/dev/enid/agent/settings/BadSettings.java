package dev.enid.agent.settings;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A settings file that cannot be used, with everything that is wrong with it. */
public final class BadSettings extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * One thing that is wrong.
     *
     * @param line from 1; 0 where it is about the whole file
     * @param key dotted, as in {@code imds.timeout}; empty where it is about no key
     * @param text what is wrong and what would be right
     */
    public record Problem(int line, String key, String text) {

        static final Comparator<Problem> ORDER = Comparator.comparingInt(Problem::line)
                .thenComparing(Problem::key)
                .thenComparing(Problem::text);

        /** {@code /etc/enid/enid.toml:3: mtu: ...}. */
        String in(Path file) {
            return file + (line == 0 ? "" : ":" + line) + ": " + (key.isEmpty() ? "" : key + ": ") + text;
        }
    }

    /** @param problems in any order */
    static BadSettings of(Path file, List<Problem> problems) {
        return new BadSettings(
                file, problems.stream().sorted(Problem.ORDER).distinct().toList());
    }

    private BadSettings(Path file, List<Problem> sorted) {
        super(String.join("\n", sorted.stream().map(each -> each.in(file)).toList()));
        this.problems = sorted;
    }

    /** By line. */
    public List<Problem> problems() {
        return problems;
    }

    /** Each as {@code /etc/enid/enid.toml:3: mtu: ...}. */
    public List<String> lines() {
        return String.valueOf(getMessage()).lines().toList();
    }
}
