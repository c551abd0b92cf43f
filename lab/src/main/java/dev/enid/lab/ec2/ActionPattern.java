package dev.enid.lab.ec2;

import java.util.Collection;
import java.util.regex.Pattern;

/**
 * Which actions a fault is about: {@code AttachNetworkInterface} one, {@code Describe*} all that begin so, {@code all} every
 * one.
 */
public record ActionPattern(String text) {

    private static final Pattern FORM = Pattern.compile("all|[A-Z][A-Za-z0-9]*\\*?");

    // Below the form that it is made by.
    static final ActionPattern ALL = new ActionPattern("all");

    public ActionPattern {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("an action is written as AttachNetworkInterface, Describe* or all");
        }
    }

    boolean matches(String action) {
        return equals(ALL)
                || (text.endsWith("*") ? action.startsWith(text.substring(0, text.length() - 1)) : action.equals(text));
    }

    boolean matchesAny(Collection<String> actions) {
        return actions.stream().anyMatch(this::matches);
    }

    @Override
    public String toString() {
        return text;
    }
}
