package dev.enid.agent.nftables;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether a host seems to have the library: looked for as a file, since loading it costs memory for good. */
final class LibraryFile {

    private static final String NAME = "libnftables.so.1";

    /** Where distributions for x86_64 and aarch64 have their libraries. */
    private static final List<String> DIRECTORIES = List.of(
            "/usr/lib64",
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/usr/lib",
            "/lib64",
            "/lib",
            "/usr/local/lib");

    private LibraryFile() {}

    static boolean isThere() {
        return DIRECTORIES.stream().map(directory -> Path.of(directory, NAME)).anyMatch(Files::exists);
    }
}
