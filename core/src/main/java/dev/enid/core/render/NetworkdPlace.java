package dev.enid.core.render;

import dev.enid.core.kernel.Link;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where what is said of a link is written, so that networkd heeds it: it applies the first file that matches a link, and no other.
 *
 * @param name of the .network file
 * @param own whether it is enid's own; else someone else's, beside which enid's drop-ins lie
 */
record NetworkdPlace(String name, boolean own) {

    /**
     * The names that a file of enid's has, the first being that of amazon-ec2-net-utils. The others are for hosts where someone else's
     * file for many links comes before it, such as {@code 10-netplan-all.network} or {@code 05-wired.network}.
     */
    private static final List<String> NAMES =
            List.of("70-%s.network", "09-enid-%s.network", "0-enid-%s.network", "-enid-%s.network");

    /**
     * Beside a file of others that comes first and matches this link alone; before one that matches several, or may: a drop-in would
     * change those, too; else under the usual name.
     */
    static NetworkdPlace of(Link link, NetworkdDirectories directories) {
        String usual = NAMES.getFirst().formatted(link.name());
        for (String name : directories.before(usual)) {
            NetworkdMatch.Verdict verdict = directories
                    .texts(name)
                    .map(texts -> new NetworkdMatch(texts).of(link))
                    .orElse(NetworkdMatch.Verdict.NO);
            switch (verdict) {
                case NO -> {}
                case THIS_LINK -> {
                    return new NetworkdPlace(name, false);
                }
                case MAYBE -> {
                    return new NetworkdPlace(before(name, link), true);
                }
            }
        }
        return new NetworkdPlace(usual, true);
    }

    private static String before(String name, Link link) {
        Stream<String> names = NAMES.stream().map(each -> each.formatted(link.name()));
        return names.filter(each -> each.compareTo(name) < 0)
                .findFirst()
                .orElse(NAMES.getLast().formatted(link.name()));
    }

    String file() {
        return NetworkdDirectories.OURS + "/" + name;
    }

    String dropIn(String dropIn) {
        return file() + ".d/" + dropIn;
    }
}
