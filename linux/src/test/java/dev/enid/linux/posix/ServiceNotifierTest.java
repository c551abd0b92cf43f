package dev.enid.linux.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceNotifierTest {

    @Test
    void tellsTheLifeOfAServiceToASocketInTheFileSystem(@TempDir Path directory) throws Exception {
        String path = directory.resolve("notify").toString();
        try (DatagramInbox inbox = new DatagramInbox(path)) {
            ServiceNotifier notifier = new ServiceNotifier(Optional.of(path));
            notifier.ready("2 ENIs");
            notifier.status("a pass\nRELOADING=1");
            notifier.alive();
            notifier.reloading(Duration.ofSeconds(7).plusNanos(1500));
            notifier.stopping();

            assertThat(inbox.next()).isEqualTo("READY=1\nSTATUS=2 ENIs");
            assertThat(inbox.next()).as("a newline starts no other assignment").isEqualTo("STATUS=a pass RELOADING=1");
            assertThat(inbox.next()).isEqualTo("WATCHDOG=1");
            assertThat(inbox.next()).isEqualTo("RELOADING=1\nMONOTONIC_USEC=7000001");
            assertThat(inbox.next()).isEqualTo("STOPPING=1");
            assertThat(inbox.isEmpty()).isTrue();
        }
    }

    @Test
    void tellsAnAbstractSocket() throws Exception {
        String name = "@enid-test-" + ProcessHandle.current().pid();
        try (DatagramInbox inbox = new DatagramInbox(name)) {
            new ServiceNotifier(Optional.of(name)).ready("up");
            assertThat(inbox.next()).isEqualTo("READY=1\nSTATUS=up");
        }
    }

    @Test
    void tellsNobodyWhereNobodyAsked() throws Exception {
        new ServiceNotifier(Optional.empty()).ready("up");
        new ServiceNotifier(Optional.of("")).stopping();
    }

    @Test
    void saysWhoDoesNotListen(@TempDir Path directory) {
        String path = directory.resolve("nobody").toString();
        assertThatThrownBy(() -> new ServiceNotifier(Optional.of(path)).alive())
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .hasMessageContaining(path);
    }

    @Test
    void refusesWhatIsNoSocketsName() {
        for (String name : new String[] {"relative/path", "@", "/" + "x".repeat(107), "vsock:2:1234"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ServiceNotifier(Optional.of(name)));
        }
    }
}
