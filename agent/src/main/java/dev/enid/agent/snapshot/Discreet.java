package dev.enid.agent.snapshot;

import dev.enid.core.file.FoundFile;
import dev.enid.core.file.FoundFile.Kind;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.Marker;
import dev.enid.core.snapshot.HostFacts;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may leave the host of what was found on it. Files of network managers hold keys of wireless networks, of 802.1X and of
 * tunnels: of others' files there are only those lines by which a renderer decides. A person may have put a secret into any of them
 * nevertheless: a file that looks so is told without its text.
 */
final class Discreet {

    /** Which lines of which files are told. A renderer that reads more of others' files has to say so here. */
    private record Told(Pattern path, Pattern line) {
        Told(String path, String line) {
            this(Pattern.compile(path), Pattern.compile(line));
        }
    }

    private static final List<Told> TOLD = List.of(
            // Which file matches a link. Keys are in .netdev files.
            new Told("/(?:etc|run|usr/lib|lib)/systemd/network/[^/]+\\.network(?:\\.d/[^/]+\\.conf)?", ".*"),
            new Told("/run/systemd/netif/links/\\d+", ".*"),
            // Which links others have, and which files are read. What a stanza has below it may be wpa-psk.
            new Told(
                    "/etc/network/interfaces(?:\\.d/[^/]+)?",
                    "\\s*(?:iface|auto|allow-[a-z]+|mapping|source|source-directory)\\s.*"),
            new Told("/run/network/ifstate", ".*"),
            // Which profile is up.
            new Told("/run/NetworkManager/devices/\\d+", "connection-uuid=[0-9a-f-]*"));

    /** An assignment, in the syntax of any manager: {@code psk=...}, {@code WPA_PASSWORD=...}, {@code wpa-psk ...}. */
    private static final Pattern SECRET = Pattern.compile(
            "(?im)^\\s*[a-z0-9._-]*(?:psk|pass|secret|private|token|pin\\b|key\\b|key\\d|wep)[a-z0-9._-]*(?:\\s*=|\\s+\\S)");

    private Discreet() {}

    static HostFacts of(HostFacts host) {
        HostEnvironment environment = host.environment();
        FoundFiles files = FoundFiles.of(
                environment.files().files().values().stream().map(Discreet::of).toList());
        return new HostFacts(
                host.podNetworks(),
                host.ownership(),
                host.resting(),
                host.marking(),
                host.bridgesPassNetfilter(),
                new HostEnvironment(environment.osRelease(), environment.present(), files),
                host.asked());
    }

    private static FoundFile of(FoundFile file) {
        Optional<Marker> marker = file.marker();
        boolean whole = file.kind() == Kind.SYMBOLIC_LINK || marker.isPresent();
        String text = whole ? file.text() : lines(file);
        if (SECRET.matcher(text).find()) {
            // Whose file it is, is no secret.
            text = marker.map(each -> each.line() + "\n").orElse("");
        }
        return new FoundFile(file.path(), file.kind(), file.mode(), file.owner(), text);
    }

    private static String lines(FoundFile file) {
        return TOLD.stream()
                .filter(told -> told.path.matcher(file.path()).matches())
                .findFirst()
                .map(told -> file.text()
                        .lines()
                        .filter(line -> told.line.matcher(line).matches())
                        .map(line -> line + "\n")
                        .collect(Collectors.joining()))
                .orElse("");
    }
}
