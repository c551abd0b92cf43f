package dev.enid.linux.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrnoTest {

    @Test
    void theNumbersAreThoseThatPythonWasCompiledWith() throws Exception {
        Process python = new ProcessBuilder(
                        "python3", "-c", "import errno; print(*(f'{n}={v}' for n, v in vars(errno).items()))")
                .redirectErrorStream(true)
                .start();
        String known = new String(python.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        for (Errno errno : Errno.values()) {
            if (errno != Errno.OTHER) {
                assertThat(known.strip().split(" ")).contains(errno + "=" + errno.number());
                assertThat(Errno.of(errno.number())).isEqualTo(errno);
            }
        }
    }

    @Test
    void aNumberThatIsNotListedIsAnother() {
        assertThat(List.of(0, -1, 41, 4711, Integer.MIN_VALUE))
                .allSatisfy(number -> assertThat(Errno.of(number)).isEqualTo(Errno.OTHER));
    }

    @Test
    void anExceptionSaysWhatWasTriedAndWhy() {
        assertThat(new LinuxException(Errno.EEXIST, "add rule 1", Optional.of("twice")))
                .hasMessage("add rule 1: exists already (EEXIST): twice");
        assertThat(LinuxException.of(41, "add rule 1", Optional.empty()))
                .hasMessage("add rule 1: error (OTHER): errno 41");
        assertThat(new LinuxException(Errno.EPERM, "setns").kernelMessage()).isEmpty();
    }
}
