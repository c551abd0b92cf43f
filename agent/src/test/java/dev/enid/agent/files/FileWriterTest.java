package dev.enid.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.file.Backend;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;
import dev.enid.core.inventory.EniId;
import dev.enid.core.plan.FileStep;
import dev.enid.core.plan.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of ours come and go whole; everybody else's stay. */
class FileWriterTest {

    private static final String MARKER = Marker.of(Backend.NETWORKD, new EniId("eni-0a1b2c3d4e5f60718"), "ens6")
                    .line() + "\n";
    private static final String PATH = "/run/systemd/network/70-ens6.network";

    @TempDir
    private Path temporary;

    private Path root;
    private FileWriter writer;

    @BeforeEach
    void aRoot() throws IOException {
        // The temporary directory may be behind a symbolic link itself.
        root = temporary.toRealPath();
        writer = new FileWriter(root);
    }

    private static FileStep write(String path, int mode, String text) {
        return new FileStep.Write(new HostFile(path, mode, MARKER + text), Optional.empty());
    }

    private Path at(String path) {
        return root.resolve(path.substring(1));
    }

    @Test
    void aFileIsMadeWithItsDirectoriesAndItsMode() throws IOException {
        assertThat(writer.apply(write(PATH, 0640, "[Match]\n"))).isEqualTo(new Outcome.Done());

        assertThat(at(PATH)).hasContent(MARKER + "[Match]\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(at(PATH))))
                .isEqualTo("rw-r-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(at("/run/systemd"))))
                .isEqualTo("rwxr-xr-x");
        assertThat(at(PATH).getParent()).isDirectoryNotContaining(FileWriter::isUnfinished);
    }

    @Test
    void aFileOfOursIsReplacedAndNotWrittenInto() throws IOException {
        writer.apply(write(PATH, 0644, "old\n"));
        Object old = Files.getAttribute(at(PATH), "unix:ino");
        try (var reading = Files.newBufferedReader(at(PATH))) {
            writer.apply(write(PATH, 0644, "new\n"));

            assertThat(reading.lines())
                    .as("who reads the old one reads it to its end")
                    .contains("old");
        }
        assertThat(at(PATH)).hasContent(MARKER + "new\n");
        assertThat(Files.getAttribute(at(PATH), "unix:ino")).isNotEqualTo(old);
    }

    @Test
    void whatACrashLeftIsNoObstacle() throws IOException {
        Files.createDirectories(at(PATH).getParent());
        Files.writeString(at("/run/systemd/network/.enid-70-ens6.network.new"), "torn");

        assertThat(writer.apply(write(PATH, 0644, "[Match]\n"))).isEqualTo(new Outcome.Done());
        assertThat(at(PATH).getParent()).isDirectoryNotContaining(FileWriter::isUnfinished);
    }

    @Test
    void aFileThatSomebodyPutThereMeanwhileStays() throws IOException {
        Files.createDirectories(at(PATH).getParent());
        Files.writeString(at(PATH), "[Match]\nName=ens6\n");

        assertThat(writer.apply(write(PATH, 0644, "[Match]\n"))).isInstanceOf(Outcome.Failed.class);
        assertThat(at(PATH)).hasContent("[Match]\nName=ens6\n");
    }

    @Test
    void noSymbolicLinkIsFollowedToAFileNorToADirectory() throws IOException {
        Files.createDirectories(at("/elsewhere/network"));
        Files.createDirectories(at("/run"));
        Files.createSymbolicLink(at("/run/systemd"), at("/elsewhere"));
        Files.createDirectories(at("/etc"));
        Files.writeString(at("/etc/shadow"), MARKER);
        Files.createSymbolicLink(at("/etc/interfaces.cfg"), at("/etc/shadow"));

        assertThat(writer.apply(write(PATH, 0644, "x\n"))).isInstanceOf(Outcome.Failed.class);
        assertThat(at("/elsewhere/network")).isEmptyDirectory();
        assertThat(writer.apply(write("/etc/interfaces.cfg", 0644, "x\n"))).isInstanceOf(Outcome.Failed.class);
        assertThat(at("/etc/shadow")).hasContent(MARKER);
    }

    @Test
    void whatIsRemovedIsWhatWasFound() throws IOException {
        writer.apply(write(PATH, 0644, "old\n"));
        FoundFile found = new FoundFile(PATH, FoundFile.Kind.REGULAR, 0644, 0, MARKER + "old\n");
        Files.writeString(at(PATH), MARKER + "and a line by hand\n");

        assertThat(writer.apply(new FileStep.Remove(found))).isInstanceOf(Outcome.Failed.class);
        assertThat(at(PATH)).exists();

        writer.apply(write(PATH, 0644, "old\n"));
        assertThat(writer.apply(new FileStep.Remove(found))).isEqualTo(new Outcome.Done());
        assertThat(writer.apply(new FileStep.Remove(found))).isEqualTo(new Outcome.AlreadySo());
        assertThat(at(PATH)).doesNotExist();
    }

    @Test
    void theDirectoryOfDropInsGoesWithTheLastOfThem() throws IOException {
        String first = PATH + ".d/eni.conf";
        String second = PATH + ".d/ec2net_alias.conf";
        writer.apply(write(first, 0644, "a\n"));
        writer.apply(write(second, 0644, "b\n"));

        writer.apply(new FileStep.Remove(new FoundFile(first, FoundFile.Kind.REGULAR, 0644, 0, MARKER + "a\n")));
        assertThat(at(PATH + ".d")).exists();
        writer.apply(new FileStep.Remove(new FoundFile(second, FoundFile.Kind.REGULAR, 0644, 0, MARKER + "b\n")));
        assertThat(at(PATH + ".d")).doesNotExist();
        assertThat(at("/run/systemd/network")).exists();
    }
}
