package dev.enid.core.inventory;

import dev.enid.core.ip.Quoted;
import java.util.regex.Pattern;

/** An ENI's id, {@code eni-0a1b2c3d4e5f60718}: 8 or 17 hexadecimal digits, as EC2 makes them. */
public record EniId(String text) implements Comparable<EniId> {

    private static final Pattern FORM = Pattern.compile("eni-(?:[0-9a-f]{8}|[0-9a-f]{17})");

    /** Checks the form; throws IllegalArgumentException. */
    public EniId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not an ENI id such as eni-0a1b2c3d4e5f60718: " + Quoted.of(text));
        }
    }

    @Override
    public int compareTo(EniId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
