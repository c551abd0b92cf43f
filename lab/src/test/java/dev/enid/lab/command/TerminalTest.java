package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.enid.lab.program.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees on a terminal: nothing that the terminal has to break, colours, and the same words as in a pipe. */
@ExtendWith(SharedLab.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TerminalTest {

    private static final String BOLD = "\u001b[1m";
    private static final String GREEN = "\u001b[32m";

    private SharedLab shared;
    private Person person;
    private String lab;
    private String server = "";
    private int screens;

    @BeforeAll
    void program(SharedLab given, @TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tmux")), "needs the package tmux");
        shared = given;
        lab = given.name();
        person = Person.here();
        person.enid().install(directory);
        person.with("PATH", directory + ":" + Person.SYSTEM_PATH).with("TMUX_TMPDIR", directory.toString());
    }

    @AfterEach
    void isAsItCameUp() throws Exception {
        shared.checkUnchanged();
    }

    /** What is on a terminal of that width after a command line. */
    private Screen screen(int columns, String line) throws Exception {
        String size = Integer.toString(columns);
        // Each its own: the one before may still be about to end.
        server = "enid-" + lab + "-" + ++screens;
        tmux(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                size,
                "-y",
                "60",
                line + "; tmux -L " + server + " wait-for -S ended; exec cat");
        try {
            tmux("wait-for", "ended");
            return new Screen(
                    tmux("capture-pane", "-p"), tmux("capture-pane", "-p", "-J"), tmux("capture-pane", "-p", "-e"));
        } finally {
            tmux("kill-server");
        }
    }

    private String tmux(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("tmux", "-L", server));
        command.addAll(List.of(words));
        Ended ended = Ended.of(person.start(command));
        assertThat(ended.code()).as("%s%n%s", command, ended).isZero();
        return ended.out();
    }

    /**
     * A terminal's lines.
     *
     * @param joined with lines that the terminal broke made whole
     * @param coloured with escape sequences
     */
    private record Screen(String lines, String joined, String coloured) {

        String text() {
            return lines.lines()
                            .map(String::stripTrailing)
                            .collect(Collectors.joining("\n"))
                            .stripTrailing()
                    + "\n";
        }

        void assertNothingBroken() {
            assertThat(joined.lines().map(String::stripTrailing))
                    .containsExactlyElementsOf(
                            lines.lines().map(String::stripTrailing).toList());
        }
    }

    @Test
    void aLabFitsTheTerminal() throws Exception {
        String piped = person.sees("lab", "show", lab);

        Screen narrow = screen(80, "enid lab show " + lab);
        narrow.assertNothingBroken();
        assertThat(narrow.text()).contains("""
                  ens5  web-0  02:24:2b:c8:24:84  device 0  subnet a  10.0.1.10,
                                                                      2001:db8:100:1::10
                """);
        assertThat(narrow.text().replaceAll("\\s+", " ")).isEqualTo(piped.replaceAll("\\s+", " "));
        assertThat(narrow.coloured()).contains(BOLD + "lab " + lab, BOLD + "instance web", BOLD + "not attached");

        Screen wide = screen(200, "NO_COLOR=1 enid lab show " + lab);
        assertThat(wide.text()).isEqualTo(piped);
        assertThat(wide.coloured()).doesNotContain("\u001b");
    }

    @Test
    void aStatusInsideFitsTheTerminalToo() throws Exception {
        person.sees("lab", "attach", "--lab", lab, "web", "web-1");
        Screen screen = screen(80, "enid lab exec --lab " + lab + " web -- enid status");
        person.sees("lab", "detach", "--lab", lab, "web-1");

        screen.assertNothingBroken();
        String anyIds = screen.text().replaceAll("(eni|i)-[0-9a-f]{17}", "$1-0a1b2c3d4e5f60718");
        assertThat(anyIds.replaceAll("\\d+ changes", "26 changes")).isEqualTo("""
                        i-0a1b2c3d4e5f60718 in eu-central-1a; IMDS fresh; daemon not running

                        ENI                    INTERFACE  INDEX  TABLE  STATE  ADDRESSES
                        eni-0a1b2c3d4e5f60718  ens5       0      10000  ok     10.0.1.10
                                                                               2001:db8:100:1::10
                        eni-0a1b2c3d4e5f60718  ens6       1      10001  ok     10.0.2.20
                                                                               2001:db8:100:2::20

                        Not converged: 26 changes to make. `enid plan` shows them.
                        """);
        assertThat(screen.coloured()).contains(GREEN + "ok");
    }
}
