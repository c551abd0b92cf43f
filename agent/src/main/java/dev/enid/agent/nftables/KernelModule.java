package dev.enid.agent.nftables;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether the kernel has nf_tables at hand: asking nf_tables anything would load its module, on hosts that do without. */
final class KernelModule {

    private final Path root;
    private boolean builtIn;
    private boolean asked;

    /** @param root of the file system, {@code /} but in tests */
    KernelModule(Path root) {
        this.root = root;
    }

    /** False only where it is known that the module is not loaded. */
    boolean mayBeThere() {
        return Files.exists(root.resolve("sys/module/nf_tables")) || builtIn();
    }

    /** The kernel's own list of what was built into it; without it nothing is known. */
    private boolean builtIn() {
        if (!asked) {
            asked = true;
            try {
                String release = Files.readString(root.resolve("proc/sys/kernel/osrelease"), StandardCharsets.US_ASCII)
                        .strip();
                try (Stream<String> modules =
                        Files.lines(root.resolve("lib/modules").resolve(release).resolve("modules.builtin"))) {
                    builtIn = modules.anyMatch(line -> line.endsWith("/nf_tables.ko"));
                }
            } catch (IOException | java.io.UncheckedIOException e) {
                builtIn = true;
            }
        }
        return builtIn;
    }
}
