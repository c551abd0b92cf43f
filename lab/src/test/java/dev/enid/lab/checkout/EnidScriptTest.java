package dev.enid.lab.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.lab.program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./enid} builds when the sources changed, and runs. */
// A gate that nobody comes to holds a story up where an interrupt does not reach it.
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EnidScriptTest {

    @TempDir
    private static Path cache;

    private Path directory;
    private Checkout checkout;

    @BeforeEach
    void checkOut(@TempDir Path empty) throws IOException {
        directory = empty;
        checkout = new Checkout(directory, cache);
    }

    @Test
    void buildsOnceThenRunsWithTheArgumentsAsTheyAre() throws Exception {
        assertThat(checkout.enid("a b", "*", "")).isEqualTo(new Ended(3, "first a b|*|\n", ""));
        assertThat(checkout.enid()).isEqualTo(new Ended(0, "first \n", ""));

        assertThat(checkout.mavenCalls()).hasSize(1);
    }

    @Test
    void buildsAgainWhenASourceChanged() throws Exception {
        checkout.enid();

        checkout.writeMain("second");
        assertThat(checkout.enid().out()).isEqualTo("second \n");

        // Same length, and older than the build: as after a checkout of another commit with its times kept.
        checkout.writeMain("third ");
        checkout.writeMain("latest");
        Files.setLastModifiedTime(
                checkout.root.resolve(Checkout.MAIN), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
        assertThat(checkout.enid().out()).isEqualTo("latest \n");
        assertThat(checkout.mavenCalls()).hasSize(3);
    }

    @Test
    void buildsAgainWhenASourceOrAModuleFileCameOrWent() throws Exception {
        checkout.enid();

        checkout.write("core/src/main/java/Extra.java", "class Extra {}");
        checkout.enid();
        Files.delete(checkout.root.resolve("core/src/main/java/Extra.java"));
        checkout.write("core/src/main/resources/table", "1");
        checkout.enid();
        checkout.write("linux/pom.xml", "<project><!-- changed --></project>\n");
        checkout.enid();
        checkout.write("core/src/test/java/ExtraTest.java", "class ExtraTest {}");
        checkout.enid();

        assertThat(checkout.mavenCalls()).as("a test is no part of the program").hasSize(4);
    }

    @Test
    void goingBackToSourcesThatWereBuiltBuildsNothing() throws Exception {
        checkout.enid();
        Path extra = checkout.root.resolve("core/src/main/java/Extra.java");
        Files.writeString(extra, "class Extra {}");
        checkout.enid();
        Files.delete(extra);
        checkout.enid();

        assertThat(checkout.mavenCalls()).hasSize(2);
    }

    @Test
    void aProgramOfAnEarlierBuildKeepsItsJars() throws Exception {
        checkout.enid();
        List<Path> first = jars();
        checkout.writeMain("second");
        checkout.enid();
        assertThat(first).isNotEmpty().allSatisfy(jar -> assertThat(jar).exists());

        checkout.writeMain("third");
        checkout.enid();
        checkout.writeMain("fourth");
        checkout.enid();
        assertThat(first)
                .as("only the last three builds are kept")
                .allSatisfy(jar -> assertThat(jar).doesNotExist());
    }

    private List<Path> jars() throws IOException {
        try (var files = Files.walk(checkout.root.resolve("target/enid"))) {
            return files.filter(path -> path.toString().endsWith(".jar")).toList();
        }
    }

    @Test
    void twoCallsAtOnceBuildOnce() throws Exception {
        Path gate = checkout.closeGate();
        Process one = checkout.start(checkout.root, Map.of(), List.of("./enid", "1"));
        Process other = checkout.start(checkout.root, Map.of(), List.of("./enid", "2", "2"));
        checkout.awaitWaiterForLock();
        Files.writeString(gate, "go\n");

        assertThat(Ended.of(one)).isEqualTo(new Ended(1, "first 1\n", ""));
        assertThat(Ended.of(other)).isEqualTo(new Ended(2, "first 2|2\n", ""));
        assertThat(checkout.mavenCalls()).hasSize(1);
    }

    @Test
    void aBuildThatWasKilledIsMadeAgain() throws Exception {
        Path gate = checkout.closeGate();
        Process killed = checkout.start(checkout.root, Map.of(), List.of("./enid"));
        checkout.awaitMavenCall();
        List<ProcessHandle> all = Stream.concat(Stream.of(killed.toHandle()), killed.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle one : all) {
            one.onExit().get();
        }
        Files.delete(gate);
        assertThat(builds()).hasSize(1);

        checkout.writeMain("second");
        assertThat(checkout.enid()).isEqualTo(new Ended(0, "second \n", ""));
        assertThat(checkout.mavenCalls()).hasSize(2);
        assertThat(builds()).as("nothing is left of the first").hasSize(1);
    }

    private List<Path> builds() throws IOException {
        try (var files = Files.list(checkout.root.resolve("target/enid"))) {
            return files.filter(Files::isDirectory).toList();
        }
    }

    @Test
    void whatRunsDoesNotHoldTheLockOfTheBuild() throws Exception {
        checkout.enid();
        checkout.write(Checkout.MAIN, """
                package dev.enid.agent.cli;
                public final class Main {
                    public static void main(String[] arguments) throws Exception {
                        if (arguments.length == 0) {
                            System.out.println("up");
                            System.in.read();
                        }
                    }
                }
                """);
        Process running = checkout.start(checkout.root, Map.of(), List.of("./enid"));
        assertThat(running.getInputStream().read()).isEqualTo('u');

        checkout.writeMain("later");
        assertThat(checkout.enid()).isEqualTo(new Ended(0, "later \n", ""));
        assertThat(running.isAlive()).isTrue();
        assertThat(Ended.of(running).code()).isZero();
    }

    @Test
    void runsThroughALinkAndFromAnotherDirectory() throws Exception {
        Path link = Files.createSymbolicLink(
                directory.resolve("enid-link"),
                directory.relativize(checkout.root).resolve("enid"));
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));

        assertThat(checkout.call(elsewhere, Map.of(), link.toString(), "x")).isEqualTo(new Ended(1, "first x\n", ""));
        assertThat(checkout.call(
                        elsewhere, Map.of("PATH", directory + ":" + checkout.path()), "bash", "-c", "enid-link"))
                .isEqualTo(new Ended(0, "first \n", ""));
    }

    @Test
    void runsFromACheckoutThatCannotBeWritten() throws Exception {
        Checkout.assumeRootOfSomeNamespace();
        checkout.enid();
        String protect = "mount --bind \"$1\" \"$1\"; mount -o remount,bind,ro \"$1\"; cd \"$1\"; ";

        assertThat(checkout.withOwnMounts(protect + "./enid x")).isEqualTo(new Ended(1, "first x\n", ""));

        checkout.writeMain("second");
        assertThat(checkout.withOwnMounts(protect + "./enid x")).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(70);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).contains("cannot be written").contains("Run ./enid once");
        });
    }

    @Test
    void startsFromTheClassArchive() throws Exception {
        checkout.enid();
        Ended ended =
                checkout.call(checkout.root, Map.of("ENID_JAVA_OPTS", "-Xlog:class+load=info:stdout -Xint"), "./enid");

        assertThat(ended.out())
                .containsPattern("dev\\.enid\\.agent\\.cli\\.Main source: shared objects file \\(top\\)");
    }

    @Test
    void aFailedBuildShowsTheErrorsAndIsTriedAgain() throws Exception {
        Path fails = checkout.maven.resolve("fails");
        Files.writeString(fails, """
                [INFO] Compiling 3 source files
                [WARNING] /src/Mac.java:[3,1] [UnusedVariable] never read
                [ERROR] Ip.java:[7,9] cannot find symbol
                [ERROR]\s
                [ERROR] For more information about the errors and possible solutions, please read
                """);
        assertThat(checkout.enid()).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(70);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err().lines())
                    .containsExactly(
                            "enid: the build failed:",
                            "[WARNING] /src/Mac.java:[3,1] [UnusedVariable] never read",
                            "[ERROR] Ip.java:[7,9] cannot find symbol",
                            "The whole log: " + checkout.root + "/target/enid/build.log");
        });

        Files.delete(fails);
        assertThat(checkout.enid()).isEqualTo(new Ended(0, "first \n", ""));
    }

    @Test
    void aFirstBuildWithoutTheNetworkIsSaid() throws Exception {
        Files.writeString(
                checkout.maven.resolve("fails"),
                "[ERROR] Failed to execute goal: Could not transfer artifact a:b:pom:1 from/to central\n");

        assertThat(checkout.enid().err())
                .contains("The first build downloads libraries: it needs the network")
                .contains("a:b:pom:1");
    }

    @Test
    void onATerminalItSaysThatItBuilds() throws Exception {
        // script(1) gives the call a terminal; the line is wiped at the end of the build.
        Ended ended = checkout.call(checkout.root, Map.of("TERM", "xterm"), "script", "-qec", "./enid", "/dev/null");

        assertThat(ended.out())
                .startsWith("enid: building (first time, about a minute) ...\r\u001b[K")
                .endsWith("first \r\n");
    }
}
