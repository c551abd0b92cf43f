package dev.enid.core.file;

import dev.enid.core.inventory.EniId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line by which a file is told to be enid's, near its top: a file without it is someone else's, and stays as it is.
 *
 * @param eni whose file it is; empty for one that is about the whole host
 */
public record Marker(Optional<EniId> eni) {

    /** What is about no single ENI. */
    public static final Marker HOST = new Marker(Optional.empty());

    private static final String WORDS = "# Written by enid for ";
    private static final Pattern LINE =
            Pattern.compile("^" + WORDS + "(?:(?<eni>eni-[0-9a-f]{8,17})|this host)[;,.]", Pattern.MULTILINE);

    /** Behind a first line for the kernel ({@code #!}) and some words there is room for it. */
    private static final int NEAR_TOP = 512;

    public static Marker of(EniId eni) {
        return new Marker(Optional.of(eni));
    }

    /** The marker of a file's text; empty where the file is not ours. */
    public static Optional<Marker> of(String text) {
        Matcher line = LINE.matcher(text.substring(0, Math.min(text.length(), NEAR_TOP)));
        return line.find()
                ? Optional.of(new Marker(Optional.ofNullable(line.group("eni")).flatMap(Marker::id)))
                : Optional.empty();
    }

    private static Optional<EniId> id(String text) {
        return text.length() == 12 || text.length() == 21 ? Optional.of(new EniId(text)) : Optional.empty();
    }

    /** The line, without its end: every file of every backend takes {@code #} for a comment. */
    public String line() {
        return WORDS + eni.map(EniId::text).orElse("this host")
                + "; what is changed here is lost, see backend in enid.toml.";
    }
}
