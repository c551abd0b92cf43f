package dev.enid.lab.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.enid.lab.program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./test}: installs, runs, and says by its closing line and exit code what came of it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TestScriptTest {

    @TempDir
    private static Path cache;

    private Path directory;
    private Checkout checkout;

    @BeforeEach
    void checkOut(@TempDir Path empty) throws IOException {
        directory = empty;
        checkout = new Checkout(directory, cache);
        // All packages are there, but for those in the file missing; apt-get writes down how it was called.
        checkout.standIn("dpkg-query", """
                #!/bin/sh
                for package; do :; done
                if grep -qx "$package" "$(dirname "$0")/state/missing" 2>/dev/null; then
                    echo "dpkg-query: no packages found matching $package" >&2
                    exit 1
                fi
                printf installed
                """);
        checkout.standIn("apt-get", """
                #!/bin/sh
                echo "$*" >>"$(dirname "$0")/state/apt"
                if [ "$1" = install ]; then sh /usr/sbin/policy-rc.d; echo "policy $?" >>"$(dirname "$0")/state/policy"; fi
                if [ -e "$(dirname "$0")/state/apt-fails" ]; then
                    echo "E: Unable to locate package" >&2
                    exit 100
                fi
                """);
    }

    private Ended test(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "./test";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return checkout.call(checkout.root, Map.of(), command);
    }

    private void reports(int tests, int errors, int failures, int skipped, String cases) throws IOException {
        Files.writeString(checkout.maven.resolve("report"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite version="3.0.2" name="dev.enid.core.SampleTest" time="0.195" tests="%d" errors="%d" skipped="%d" failures="%d" flakes="0">
                %s
                </testsuite>
                """.formatted(tests, errors, skipped, failures, cases));
    }

    @Test
    void allPassed() throws Exception {
        reports(12, 0, 0, 0, "");

        assertThat(test("-pl", "core", "-Dtest=A*")).satisfies(ended -> {
            assertThat(ended.code()).isZero();
            assertThat(ended.out().lines().toList()).last().isEqualTo("Tests: 12 passed, 0 failed, 0 skipped");
            assertThat(ended.out()).containsPattern("(?m)^Time: \\d+ min \\d+ s$");
        });
        assertThat(checkout.mavenCalls()).last().asString().contains(" verify ").endsWith("-pl core -Dtest=A*");
    }

    @Test
    void aFailedTestIsNamed() throws Exception {
        reports(3, 1, 1, 0, """
                  <testcase name="fine" classname="dev.enid.core.SampleTest" time="0.0"/>
                  <testcase name="wrong" classname="dev.enid.core.SampleTest" time="0.0">
                    <failure message="expected: 1" type="AssertionError"><![CDATA[expected: 1]]></failure>
                  </testcase>
                  <testcase name="broken" classname="dev.enid.core.SampleTest" time="0.0">
                    <error type="java.io.IOException"><![CDATA[java.io.IOException]]></error>
                  </testcase>""");

        assertThat(test()).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out())
                    .contains("FAILED:  dev.enid.core.SampleTest.wrong\n")
                    .contains("FAILED:  dev.enid.core.SampleTest.broken\n")
                    .endsWith("\nTests: 1 passed, 2 failed, 0 skipped\n");
        });
    }

    @Test
    void asRootNothingMayBeSkipped() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "this is about root");
        reports(3, 0, 0, 2, """
                  <testcase name="disabled" classname="dev.enid.core.SampleTest" time="0.0">
                    <skipped message="not yet"/>
                  </testcase>
                  <testcase name="aborted" classname="dev.enid.core.SampleTest" time="0.0">
                    <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: needs root
                \tat org.junit]]></skipped>
                  </testcase>""");

        assertThat(test()).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out())
                    .contains("skipped: dev.enid.core.SampleTest.disabled: not yet\n")
                    .contains("skipped: dev.enid.core.SampleTest.aborted: Assumption failed: needs root\n")
                    .contains("as root nothing may be skipped")
                    .endsWith("\nTests: 1 passed, 0 failed, 2 skipped\n");
        });
    }

    @Test
    void noTestAtAllIsAFailure() throws Exception {
        assertThat(test()).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out()).contains("no test ran").endsWith("\nTests: 0 passed, 0 failed, 0 skipped\n");
        });
    }

    @Test
    void aReportOfAnEarlierRunDoesNotCount() throws Exception {
        reports(5, 0, 0, 0, "");
        test();
        Files.delete(checkout.maven.resolve("report"));

        assertThat(test().out()).endsWith("\nTests: 0 passed, 0 failed, 0 skipped\n");
    }

    @Test
    void unformattedSourcesAreAFailureAfterAllTestsRan() throws Exception {
        reports(5, 0, 0, 0, "");
        Files.writeString(checkout.maven.resolve("unformatted"), "");

        assertThat(test()).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out())
                    .contains("format violations")
                    .contains("run ./format")
                    .endsWith("\nTests: 5 passed, 0 failed, 0 skipped\n");
        });
    }

    @Test
    void aBuildThatFailsAfterPassingTestsIsAFailure() throws Exception {
        reports(5, 0, 0, 0, "");
        checkout.enid();
        Files.writeString(checkout.maven.resolve("fails"), "[ERROR] The jar could not be written\n");

        assertThat(test()).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out()).contains("could not be written").contains("the build failed");
        });
    }

    @Test
    void sourcesThatDoNotCompileEndItEarly() throws Exception {
        Files.writeString(checkout.maven.resolve("fails"), "[ERROR] Ip.java:[7,9] cannot find symbol\n");

        assertThat(test()).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(70);
            assertThat(ended.err()).contains("cannot find symbol");
        });
    }

    @Test
    void asRootItInstallsWhatIsMissingAndOnlyThat() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "this is about root");
        reports(1, 0, 0, 0, "");
        test();
        assertThat(checkout.maven.resolve("apt")).as("nothing is missing").doesNotExist();

        Files.writeString(checkout.maven.resolve("missing"), "jq\ntmux\n");
        assertThat(test().code()).isZero();
        assertThat(Files.readAllLines(checkout.maven.resolve("apt")))
                .containsExactly("update --quiet", "install --yes --quiet --no-install-recommends jq tmux");
    }

    @Test
    void whatItInstallsIsNotStarted() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "this is about root");
        Path policy = Path.of("/usr/sbin/policy-rc.d");
        boolean there = Files.exists(policy);
        checkout.standIn("systemctl", """
                #!/bin/sh
                echo "$*" >>"$(dirname "$0")/state/systemctl"
                """);
        checkout.standIn("dockerd", "no program\n");
        reports(1, 0, 0, 0, "");
        Files.writeString(checkout.maven.resolve("missing"), "docker.io\n");
        assertThat(test().code()).isZero();
        assertThat(checkout.maven.resolve("apt")).as("there is a dockerd").doesNotExist();

        Files.writeString(checkout.maven.resolve("missing"), "iptables\n");
        assertThat(test().code()).isZero();

        assertThat(checkout.maven.resolve("policy")).hasContent("policy 101");
        assertThat(checkout.maven.resolve("systemctl")).doesNotExist();
        assertThat(policy.toFile().exists()).isEqualTo(there);
    }

    @Test
    void whatCannotBeInstalledIsSaid() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "this is about root");
        Files.writeString(checkout.maven.resolve("missing"), "jq\n");
        Files.writeString(checkout.maven.resolve("apt-fails"), "");

        assertThat(test()).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(69);
            assertThat(ended.err()).contains("E: Unable to locate package").contains("could not install: jq");
        });
        assertThat(checkout.mavenCalls()).isEmpty();
    }

    @Test
    void withoutRootTheTestsRunInAUserNamespaceAndMaySkip() throws Exception {
        assumeTrue(
                Files.readString(Path.of("/proc/self/uid_map")).contains("4294967295"),
                "another user is needed, and a user namespace has but one");
        reports(2, 0, 0, 1, """
                  <testcase name="aborted" classname="dev.enid.core.SampleTest" time="0.0">
                    <skipped message="needs root"/>
                  </testcase>""");
        Files.writeString(checkout.maven.resolve("missing"), "jq\n");
        Path open = Files.createTempDirectory(Path.of("/tmp"), "enid-test-");
        try {
            String asNobody = """
                    cp -a "$1/.." "$2/all"
                    chown -R 65534:65534 "$2"
                    chmod 755 "$2"
                    echo "$2/all/cache" >"$2/all/bin/state/cache"
                    mkdir -m 777 "$2/all/cache"
                    cd "$2/all/check out"
                    export HOME="$2/all/home" PATH="$2/all/bin:$PATH"
                    run=(setpriv --reuid 65534 --regid 65534 --clear-groups)
                    "${run[@]}" ./test
                    "${run[@]}" target/test/jdk/bin/java -XshowSettings:properties -version 2>&1 | grep user.name
                    "${run[@]}" target/test/jdk/bin/java "$2/Links.java" "a b"
                    """;
            Files.writeString(open.resolve("Links.java"), """
                    void main(String[] arguments) throws Exception {
                        System.out.println(arguments[0] + " sees " + java.util.Collections.list(
                                java.net.NetworkInterface.getNetworkInterfaces()).stream().map(i -> i.getName()).toList());
                    }
                    """);
            Ended ended = checkout.call(
                    checkout.root,
                    Map.of(),
                    "bash",
                    "-euc",
                    asNobody,
                    "bash",
                    checkout.root.toString(),
                    open.toString());

            assertThat(ended.err()).contains("not installed, and only root can: jq");
            assertThat(ended.out())
                    .contains("not root: the tests run in a user namespace")
                    .contains("skipped: dev.enid.core.SampleTest.aborted: needs root\n")
                    .contains("\nTests: 1 passed, 0 failed, 1 skipped\n")
                    .contains("user.name = root")
                    .contains("a b sees [lo]");
            assertThat(Files.readString(open.resolve("all/bin/state/calls"))).contains("-Djvm=");
            assertThat(ended.code()).isZero();
        } finally {
            delete(open);
        }
    }

    private static void delete(Path tree) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(List.of("rm", "-rf", tree.toString()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
