package dev.enid.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Mac;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code enid down} leaves behind for the next start of the daemon. */
class HeldEnisTest {

    private static final SortedSet<Mac> TWO =
            new TreeSet<>(List.of(Mac.parse("02:00:5e:00:53:01"), Mac.parse("02:00:5e:00:53:02")));

    @TempDir
    private Path directory;

    private Paths paths = Paths.INSTALLED;
    private HeldEnis held = new HeldEnis(paths);

    @BeforeEach
    void inItsOwnDirectory() {
        paths = new Paths(directory.resolve("etc"), directory.resolve("run"));
        held = new HeldEnis(paths);
    }

    @Test
    void nothingIsHeldAfterABoot() {
        assertThat(held.read()).isEqualTo(HeldEnis.Held.NONE);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        held.write(TWO);

        assertThat(held.read().macs()).isEqualTo(TWO);
        assertThat(paths.held()).hasContent("02:00:5e:00:53:01\n02:00:5e:00:53:02\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(paths.held())))
                .isEqualTo("rw-r--r--");

        held.write(new TreeSet<>());
        assertThat(held.read()).isEqualTo(HeldEnis.Held.NONE);
    }

    @Test
    void whatACrashLeftHalfWrittenIsInTheWayOfNothing() throws IOException {
        held.write(TWO);
        Files.writeString(paths.run().resolve("held.new"), "02:00");

        assertThat(held.read().macs()).isEqualTo(TWO);
        held.write(new TreeSet<>());
        assertThat(held.read().macs()).isEmpty();
    }

    @Test
    void aFileThatOthersMayWriteIsNotBelieved() throws IOException {
        held.write(TWO);
        Files.setPosixFilePermissions(paths.held(), PosixFilePermissions.fromString("rw-rw-r--"));

        assertThat(held.read().macs()).isEmpty();
        assertThat(held.read().trouble().orElseThrow())
                .contains("others may write to it", paths.held().toString());
    }

    @Test
    void whatIsNoListOfMacAddressesIsNotBelieved() throws IOException {
        held.write(TWO);
        Files.writeString(paths.held(), "02:00:5e:00:53:01\n../../etc/passwd\n");
        assertThat(held.read().trouble().orElseThrow()).contains("not a MAC address: \"../../etc/passwd\"");

        Files.writeString(paths.held(), "x".repeat(10_000));
        assertThat(held.read().trouble().orElseThrow()).contains("longer than");
    }

    @Test
    void aLinkToAnotherFileIsNotFollowed() throws IOException {
        held.write(TWO);
        Path elsewhere = Files.move(paths.held(), directory.resolve("elsewhere"));
        Files.createSymbolicLink(paths.held(), elsewhere);

        assertThat(held.read().trouble().orElseThrow()).contains("no ordinary file");

        held.write(TWO);
        assertThat(held.read().macs()).isEqualTo(TWO);
        assertThat(Files.isSymbolicLink(paths.held())).isFalse();
    }
}
