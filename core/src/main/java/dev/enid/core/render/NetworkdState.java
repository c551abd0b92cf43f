package dev.enid.core.render;

import dev.enid.core.file.FoundFile;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.file.Place;
import dev.enid.core.kernel.Link;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What networkd keeps of a link for its own programs, as sd-network(3) reads it.
 *
 * @param administrative its ADMIN_STATE: pending, configuring, configured, unmanaged, failed
 * @param networkFile the path of the .network file that it applied, empty for none
 */
record NetworkdState(String administrative, String networkFile) {

    private static final String DIRECTORY = "/run/systemd/netif/links";

    /** Named by ifindex. */
    static final Place PLACE = new Place(DIRECTORY, "[0-9]*");

    static Optional<NetworkdState> of(Link link, FoundFiles files) {
        return files.at(DIRECTORY + "/" + link.index())
                .map(FoundFile::text)
                .map(text -> new NetworkdState(value(text, "ADMIN_STATE"), value(text, "NETWORK_FILE")));
    }

    private static String value(String text, String key) {
        return Stream.of(text.split("\n"))
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElse("");
    }

    boolean isConfigured() {
        return administrative.equals("configured");
    }
}
