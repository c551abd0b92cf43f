package dev.enid.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.service.ManagerDesk.Answer;
import dev.enid.core.render.Command;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a program of a network manager says is told by its last line, and none is waited for without end. */
class ManagerProgramTest {

    private final ManagerProgram program = new ManagerProgram();

    private Answer run(String... words) throws InterruptedException {
        return program.run(Command.of(words), Duration.ofSeconds(20));
    }

    @Test
    void aProgramThatEndsWellSaysNothing() throws InterruptedException {
        assertThat(run("true")).isEqualTo(new Answer(true, ""));
    }

    @Test
    void aProgramThatFailsIsQuotedByItsLastLineWithoutWhatATerminalWouldObey() throws InterruptedException {
        assertThat(run("sh", "-c", "echo first; printf 'Unknown interface \\033[31mens6\\n\\n' >&2; exit 3"))
                .isEqualTo(new Answer(false, "exit status 3: Unknown interface ?[31mens6"));
    }

    @Test
    void noShellReadsTheArguments() throws InterruptedException {
        assertThat(run("echo", "$HOME;", "`id`")).isEqualTo(new Answer(true, "$HOME; `id`"));
    }

    @Test
    void nothingOfOurEnvironmentReachesIt() throws InterruptedException {
        assertThat(run(
                        "sh",
                        "-c",
                        "env | grep -v -e ^PATH= -e ^LC_ALL= -e ^TERM= -e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD="))
                .isEqualTo(new Answer(false, "exit status 1"));
    }

    @Test
    void whatKeepsItsOutputOpenInTheBackgroundIsNotWaitedFor() throws InterruptedException {
        assertThat(run("sh", "-c", "echo bound; (exec sleep 5) & exit 0")).isEqualTo(new Answer(true, "bound"));
    }

    @Test
    void whatDoesNotEndIsEnded() throws InterruptedException {
        Answer answer = program.run(Command.of("sleep", "3600"), Duration.ofMillis(20));

        assertThat(answer.well()).isFalse();
        assertThat(answer.words()).startsWith("it did not end within");
    }

    @Test
    void aProgramThatIsNotThereIsNamed() throws InterruptedException {
        assertThat(run("no-such-manager")).isEqualTo(new Answer(false, "there is no program no-such-manager"));
    }
}
