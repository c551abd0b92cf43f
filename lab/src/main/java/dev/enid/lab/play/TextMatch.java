package dev.enid.lab.play;

import dev.enid.lab.scenario.Condition;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Conditions on what a look shows. */
final class TextMatch {

    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

    private TextMatch() {}

    /** Each run of blanks and tabs as one blank: {@code ip} lines things up as it likes. */
    static String squeezed(String text) {
        return text.lines()
                .map(line -> BLANKS.matcher(line).replaceAll(" ").strip())
                .collect(Collectors.joining("\n"));
    }

    /** Whether a condition holds of a squeezed text. */
    static boolean holds(Condition condition, String text, int exit) {
        return switch (condition) {
            case Condition.Contains(String part) -> text.contains(squeezed(part));
            case Condition.Lacks(String part) -> !text.contains(squeezed(part));
            case Condition.Matches(Pattern pattern) ->
                text.lines().anyMatch(line -> pattern.matcher(line).find());
            case Condition.Empty _ -> text.isBlank();
            case Condition.ExitCode(int code) -> exit == code;
        };
    }
}
