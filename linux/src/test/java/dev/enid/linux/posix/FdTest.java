package dev.enid.linux.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FdTest {

    @Test
    void itsPathLeadsToTheFileThatIsOpen(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        try (Fd fd = Fd.open(file)) {
            assertThat(Files.readSymbolicLink(fd.path())).isEqualTo(file.toRealPath());
        }
    }

    @Test
    void itsNumberIsNotGivenOutAfterItIsClosed(@TempDir Path directory) throws Exception {
        Fd fd = Fd.open(directory);
        assertThat(fd.isOpen()).isTrue();
        fd.close();
        fd.close();
        assertThat(fd.isOpen()).isFalse();
        assertThatIllegalStateException().isThrownBy(fd::number);
    }

    @Test
    void itIsNotHandedToProgramsThatAreStarted(@TempDir Path directory) throws Exception {
        try (Fd fd = Fd.open(directory)) {
            Process process = new ProcessBuilder("test", "-e", "/proc/self/fd/" + fd.number()).start();
            Path opened = directory.toRealPath();
            assertThat(Files.readSymbolicLink(fd.path())).isEqualTo(opened);
            assertThat(process.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void whatCannotBeOpenedIsNamed(@TempDir Path directory) {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> Fd.open(missing))
                .isInstanceOf(LinuxException.class)
                .hasMessage("open " + missing + ": no such file, rule or object (ENOENT)");
    }
}
