package dev.enid.lab.imds;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which keys a fault is about: the end of their path. {@code local-ipv4s} is that of every ENI,
 * {@code 02:00:5e:00:53:01/local-ipv4s} of one, {@code macs} the list of ENIs, {@code token} the token, {@code all} everything.
 */
public record KeyPattern(String text) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9.:-]+(?:/[A-Za-z0-9.:-]+)*");

    public KeyPattern {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a key is written as local-ipv4s or 02:00:5e:00:53:01/local-ipv4s, without slashes around it");
        }
    }

    boolean matches(List<String> path) {
        if (text.equals("all")) {
            return true;
        }
        List<String> end = Arrays.asList(text.split("/", -1));
        return path.size() >= end.size()
                && path.subList(path.size() - end.size(), path.size()).equals(end);
    }

    @Override
    public String toString() {
        return text;
    }
}
