package dev.enid.lab.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.lab.program.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./enid} finds a JDK and Maven, or says what to install. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EnidNeedsTest {

    /** Hides every place where a JDK may be, within a mount namespace. */
    private static final String HIDE_JDKS = """
            unset JAVA_HOME
            for place in /usr/lib/jvm /opt /usr/java /usr/local/lib/jvm; do
                [[ ! -d $place ]] || mount -t tmpfs tmpfs "$place"
            done
            """;

    private Checkout checkout;

    @BeforeEach
    void checkOut(@TempDir Path directory, @TempDir Path cache) throws IOException {
        checkout = new Checkout(directory, cache);
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() throws Exception {
        Checkout.assumeRootOfSomeNamespace();

        assertThat(checkout.withOwnMounts(HIDE_JDKS + "cd \"$1\"; ./enid")).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(69);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .startsWith("enid: no JDK 25 (or newer) found.")
                    .contains("apt-get install openjdk-25-jdk-headless")
                    .contains("JAVA_HOME");
        });
        assertThat(checkout.mavenCalls()).isEmpty();
    }

    @Test
    void findsAJdkInTheUsualPlacesAndPassesOverOlderOnes() throws Exception {
        Checkout.assumeRootOfSomeNamespace();
        String present = """
                real=$JAVA_HOME
                mkdir /tmp/enid-jdk-$$; mount --bind "$real" /tmp/enid-jdk-$$; real=/tmp/enid-jdk-$$
                trap 'umount /tmp/enid-jdk-$$; rmdir /tmp/enid-jdk-$$' EXIT
                """ + HIDE_JDKS + """
                mkdir -p /usr/lib/jvm
                for old in a-jdk-8:1.8.0_452 a-jdk-17:17.0.15 a-jdk-21:21.0.7; do
                    mkdir -p "/usr/lib/jvm/${old%:*}/bin"
                    printf '#!/bin/sh\\necho called the wrong java >&2; exit 9\\n' >"/usr/lib/jvm/${old%:*}/bin/java"
                    chmod +x "/usr/lib/jvm/${old%:*}/bin/java"
                    cp "/usr/lib/jvm/${old%:*}/bin/java" "/usr/lib/jvm/${old%:*}/bin/javac"
                    echo "JAVA_VERSION=\\"${old#*:}\\"" >"/usr/lib/jvm/${old%:*}/release"
                done
                export JAVA_HOME=/usr/lib/jvm/a-jdk-17
                ln -s "$real" /usr/lib/jvm/b-jdk-25
                cd "$1"; ./enid x
                """;

        assertThat(checkout.withOwnMounts(present + "exit $?")).isEqualTo(new Ended(1, "first x\n", ""));
    }

    @Test
    void aJdkThatThePersonNamedAndThatIsNoneIsSaid() throws Exception {
        assertThat(checkout.call(checkout.root, Map.of("ENID_JAVA_HOME", "/usr/share"), "./enid"))
                .satisfies(ended -> {
                    assertThat(ended.code()).isEqualTo(69);
                    assertThat(ended.err()).contains("ENID_JAVA_HOME is /usr/share, and that is no JDK 25 or newer");
                });
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        String path = checkout.pathOf(
                "bash", "cat", "cut", "dirname", "find", "flock", "mkdir", "readlink", "sed", "sha256sum", "sort");

        assertThat(checkout.call(checkout.root, Map.of("PATH", path), "./enid")).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(69);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).startsWith("enid: Maven (mvn) not found.").contains("apt-get install maven");
        });
    }
}
