package dev.enid.linux.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativeAccessTest {

    /** What the other JVM runs. */
    static final class Attempt {
        private Attempt() {}

        /** Opens something, twice: the reason is told each time. */
        public static void main(String[] arguments) throws LinuxException {
            for (int i = 0; i < 2; i++) {
                try {
                    Fd.open(Path.of("/")).close();
                    System.out.println("opened");
                } catch (UnsupportedOperationException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    @Test
    void aJvmThatRefusesIsToldTheFlagThatMendsIt() throws Exception {
        assertThat(run("--illegal-native-access=deny").lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("start it with --enable-native-access=ALL-UNNAMED"));
    }

    @Test
    void withTheFlagItWorksWithoutAWarning() throws Exception {
        assertThat(run("--enable-native-access=ALL-UNNAMED")).isEqualTo("opened\nopened\n");
    }

    private static String run(String option) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        option,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                        Attempt.class.getName())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
