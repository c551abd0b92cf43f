package dev.enid.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.enid.agent.operations.OperationFailed;
import dev.enid.agent.settings.Paths;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One daemon on a host. */
class DaemonLockTest {

    @TempDir
    private Path directory;

    private Paths paths() {
        return new Paths(directory, directory.resolve("run"));
    }

    @Test
    void theSecondIsToldWhoHasIt() throws Exception {
        try (DaemonLock _ = DaemonLock.take(paths())) {
            OperationFailed refused = catchThrowableOfType(OperationFailed.class, () -> DaemonLock.take(paths()));

            assertThat(refused.lines().getFirst())
                    .isEqualTo("enid runs already (process "
                            + ProcessHandle.current().pid() + "), and one of it is enough");
        }
        DaemonLock.take(paths()).close();
    }

    @Test
    void whatADeadDaemonLeftIsNoLock() throws Exception {
        Files.createDirectories(paths().run());
        Files.writeString(paths().daemonLock(), "4194304\nand more than was ever written");

        try (DaemonLock _ = DaemonLock.take(paths())) {
            assertThat(paths().daemonLock()).hasContent(ProcessHandle.current().pid() + "\n");
        }
    }

    @Test
    void aLinkToAnotherFileIsNotFollowed() throws Exception {
        Files.createDirectories(paths().run());
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "precious");
        Files.createSymbolicLink(paths().daemonLock(), elsewhere);

        OperationFailed refused = catchThrowableOfType(OperationFailed.class, () -> DaemonLock.take(paths()));

        assertThat(refused).hasMessageContaining("cannot be opened");
        assertThat(elsewhere).hasContent("precious");
    }
}
