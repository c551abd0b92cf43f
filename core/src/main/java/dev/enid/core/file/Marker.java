package dev.enid.core.file;

import dev.enid.core.inventory.EniId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line by which a file is told to be enid's, near its top: a file without it is someone else's, and stays as it is.
 *
 * @param backend which wrote it
 * @param eni whose file it is; empty for one that is about the whole host
 * @param link the name of the ENI's link, empty for one that is about the whole host
 */
public record Marker(Backend backend, Optional<EniId> eni, String link) {

    private static final Pattern LINE = Pattern.compile(
            "^# Written by enid, backend (?<backend>[a-z]+), for (?:(?<eni>eni-(?:[0-9a-f]{17}|[0-9a-f]{8}))"
                    + " on (?<link>[A-Za-z0-9._@-]{1,15})|this host);",
            Pattern.MULTILINE);

    /** Behind a first line for the kernel ({@code #!}) and some words there is room for it. */
    private static final int NEAR_TOP = 512;

    /** What is about one ENI. */
    public static Marker of(Backend backend, EniId eni, String link) {
        return new Marker(backend, Optional.of(eni), link);
    }

    /** What is about no single ENI. */
    public static Marker ofHost(Backend backend) {
        return new Marker(backend, Optional.empty(), "");
    }

    /** The marker of a file's text; empty where the file is not ours. */
    public static Optional<Marker> in(String text) {
        Matcher line = LINE.matcher(text.substring(0, Math.min(text.length(), NEAR_TOP)));
        if (!line.find()) {
            return Optional.empty();
        }
        Optional<EniId> eni = Optional.ofNullable(line.group("eni")).map(EniId::new);
        String link = Optional.ofNullable(line.group("link")).orElse("");
        return Backend.parse(line.group("backend")).map(backend -> new Marker(backend, eni, link));
    }

    /** The line, without its end: every file of every backend takes {@code #} for a comment. */
    public String line() {
        String whose = eni.map(id -> id + " on " + link).orElse("this host");
        return "# Written by enid, backend " + backend.word() + ", for " + whose
                + "; what is changed here is lost, see backend in enid.toml.";
    }
}
