package dev.enid.core.render;

import dev.enid.core.file.FoundFile;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.file.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The .network files of others as networkd finds them: all directories sorted as one, one file of each name. */
final class NetworkdDirectories {

    /** Where enid writes: gone at the next boot, as the ENIs may be. */
    static final String OURS = "/run/systemd/network";

    /** The first that has a name has the word for it. /lib is a directory of its own where /usr is not merged (Debian 11). */
    private static final List<String> ALL = List.of(
            "/etc/systemd/network",
            OURS,
            "/usr/local/lib/systemd/network",
            "/usr/lib/systemd/network",
            "/lib/systemd/network");

    static final List<Place> PLACES = ALL.stream()
            .flatMap(each -> Stream.of(new Place(each, "*.network"), new Place(each, "*.network.d/*.conf")))
            .toList();

    private static final String NOTHING = "/dev/null";

    private final FoundFiles found;
    private final SortedMap<String, FoundFile> files;

    NetworkdDirectories(FoundFiles found) {
        this.found = found;
        this.files = named("", ".network");
    }

    /** Those that come before {@code name}, in networkd's order: the first that matches a link wins. */
    List<String> before(String name) {
        return List.copyOf(files.headMap(name).keySet());
    }

    /** What a file of that name and its drop-ins match; empty for one that is masked. */
    Optional<List<String>> texts(String name) {
        FoundFile main = files.get(name);
        if (main == null) {
            return Optional.empty();
        }
        Optional<String> text = text(main);
        if (text.filter(String::isEmpty).isPresent()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        // What cannot be read may say anything: a condition of which nothing is known.
        texts.add(text.orElse("[Match]\nUnreadable=yes\n"));
        named("/" + name + ".d", ".conf").values().forEach(each -> text(each).ifPresent(texts::add));
        return Optional.of(texts);
    }

    private SortedMap<String, FoundFile> named(String below, String ending) {
        SortedMap<String, FoundFile> named = new TreeMap<>();
        for (String directory : ALL) {
            found.in(directory + below)
                    .filter(file -> file.path().endsWith(ending))
                    .filter(file -> file.marker().isEmpty())
                    .forEach(file ->
                            named.putIfAbsent(file.path().substring(file.path().lastIndexOf('/') + 1), file));
        }
        return named;
    }

    /** Its text; none where a file is masked, and unknown where it cannot be read. */
    private Optional<String> text(FoundFile file) {
        return switch (file.kind()) {
            case REGULAR -> Optional.of(file.text());
            case SYMBOLIC_LINK ->
                file.text().equals(NOTHING)
                        ? Optional.of("")
                        : found.at(target(file))
                                .filter(target -> target.kind() == FoundFile.Kind.REGULAR)
                                .map(FoundFile::text);
            case OTHER, UNREADABLE -> Optional.empty();
        };
    }

    private static String target(FoundFile link) {
        return link.text().startsWith("/")
                ? link.text()
                : link.path().substring(0, link.path().lastIndexOf('/') + 1) + link.text();
    }
}
