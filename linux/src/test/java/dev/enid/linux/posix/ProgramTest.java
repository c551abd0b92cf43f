package dev.enid.linux.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A JVM that becomes a shell. */
class ProgramTest {

    @Test
    void theProgramHasTheProcessTheStreamsAndTheArguments() throws IOException, InterruptedException {
        Process process = becoming("/bin/sh");
        process.getOutputStream().write("from outside\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(output).isEqualTo(process.pid() + " two words heard from outside\nblocked 0000000000000000\n");
    }

    @Test
    void aProgramThatIsNotThereIsAnError() throws IOException, InterruptedException {
        Process process = becoming("/no/such/program");
        String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(complaint).contains("execute /no/such/program").contains("ENOENT");
    }

    private static Process becoming(String file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Becoming.class.getName(),
                        file)
                .start();
    }

    /** What runs in the other JVM. */
    static final class Becoming {

        /** The shell looks at itself without a child, for whose sake it would block signals. */
        private static final String SCRIPT = """
                read line
                echo $$ $1 $WHAT $line
                while read key value; do [ $key != SigBlk: ] || echo blocked $value; done </proc/$$/status
                exit 7
                """;

        private Becoming() {}

        public static void main(String[] arguments) throws LinuxException {
            Program.replaceThis(
                    Path.of(arguments[0]), List.of("sh", "-c", SCRIPT, "sh", "two words"), Map.of("WHAT", "heard"));
        }
    }
}
