package dev.enid.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.cli.Shell.Answer;
import dev.enid.core.report.Styles;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/** What a person meets who types at enid: slips of the hand, help, failures. */
class CliTest {

    private final Shell shell = new Shell()
            .with(surroundings -> new VersionCommand(surroundings).spec())
            .with(_ -> Shape.withExamples(
                    Shape.withJson(Shape.command("status", "Show how each ENI stands.", _ -> Exit.OK)), "enid status"))
            .with(_ -> up())
            .with(_ -> lab());

    private static CommandSpec up() {
        CommandSpec spec = Shape.command("up", "Bring an ENI up.", arguments -> {
            throw new CommandFailed(
                    Exit.FAILURE,
                    "no ENI is called " + arguments.matchedPositionalValue(0, ""),
                    "enid status lists them");
        });
        return spec.addPositional(Shape.parameter("IFACE", "Which."));
    }

    private static CommandSpec lab() {
        CommandSpec spec = Shape.group("lab", "A VPC to try things in.");
        spec.addSubcommand(
                "attach",
                Shape.command("attach", "Attach.", _ -> Exit.PENDING)
                        .addPositional(Shape.parameter("INSTANCE", "Where to."))
                        .addPositional(Shape.parameter("ENI", "What.")));
        CommandSpec hidden = Shape.command("serve", "For the program itself.", _ -> Exit.OK);
        hidden.usageMessage().hidden(true);
        spec.addSubcommand("serve", hidden);
        spec.addSubcommand(
                "count",
                Shape.command("count", "Count.", _ -> Exit.OK)
                        .addOption(Shape.option("--to", "N", "How far.")
                                .type(Integer.class)
                                .build()));
        spec.addSubcommand("crash", Shape.command("crash", "Crash.", _ -> {
            throw new IllegalStateException("no such thing");
        }));
        spec.addSubcommand("read", Shape.command("read", "Read.", _ -> {
            throw new IOException("/run/enid/lab: Input/output error");
        }));
        return spec;
    }

    @Test
    void anUnknownCommandIsAnsweredWithTheNearestOne() {
        Answer answer = shell.type("staus");

        assertThat(answer.exit()).isEqualTo(64);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).isEqualTo("""
                enid: unknown command "staus"; did you mean "enid status"?
                      see enid --help
                """);
    }

    @Test
    void anUnknownCommandThatIsNearToNoneIsAnsweredWithAll() {
        assertThat(shell.type("frobnicate").err())
                .startsWith("enid: unknown command \"frobnicate\"; there are version, status, up, lab\n");
    }

    @Test
    void theWordsOfASubcommandAreCheckedToo() {
        assertThat(shell.type("lab", "atach").err()).isEqualTo("""
                enid: unknown command "atach"; did you mean "enid lab attach"?
                      see enid lab --help
                """);
        assertThat(shell.type("lab").err()).startsWith("enid: which command? attach, count, crash, read\n");
        assertThat(shell.type().exit()).isEqualTo(64);
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheNearestOne() {
        Answer answer = shell.type("status", "--jsno");

        assertThat(answer.exit()).isEqualTo(64);
        assertThat(answer.err()).isEqualTo("""
                enid: unknown option "--jsno"; did you mean "--json"?
                      see enid status --help
                """);
    }

    @Test
    void whatTheProgramCallsItselfIsNotSuggested() {
        assertThat(shell.type("lab", "serv").err())
                .startsWith("enid: unknown command \"serv\"; there are attach, count, crash, read\n");
        assertThat(shell.type("lab", "--help").out()).doesNotContain("serve");
        assertThat(shell.type("lab", "serve").exit()).isZero();
    }

    @Test
    void aNumberThatIsNoneIsAUsageError() {
        Answer answer = shell.type("lab", "count", "--to", "x");

        assertThat(answer.exit()).isEqualTo(64);
        assertThat(answer.err()).startsWith("enid: --to N takes a whole number, not \"x\"\n");
    }

    @Test
    void helpAndVersionAreFoundByTheirUsualNames() {
        assertThat(shell.type("help").out()).isEqualTo(shell.type("--help").out());
        assertThat(shell.type("help", "up").out())
                .isEqualTo(shell.type("up", "--help").out());
        assertThat(shell.type("lab", "help", "attach").out())
                .isEqualTo(shell.type("lab", "attach", "--help").out());
        assertThat(shell.type("up", "help").err())
                .as("an argument is no command")
                .contains("no ENI is called help");
        for (String option : new String[] {"--version", "-V", "version"}) {
            Answer answer = shell.type(option);
            assertThat(answer.out()).as(option).startsWith("enid ").doesNotContain("null");
            assertThat(answer.exit()).isZero();
        }
    }

    @Test
    void aMissingArgumentIsNamed() {
        assertThat(shell.type("up").err()).isEqualTo("""
                enid: enid up needs IFACE
                      see enid up --help
                """);
        assertThat(shell.type("lab", "attach").err()).startsWith("enid: enid lab attach needs INSTANCE and ENI\n");
    }

    @Test
    void anOptionWithoutItsValueIsNamed() {
        Answer answer = shell.type("lab", "count", "--to");

        assertThat(answer.exit()).isEqualTo(64);
        assertThat(answer.err()).isEqualTo("""
                enid: --to N needs a value
                      see enid lab count --help
                """);
    }

    @Test
    void anArgumentTooManyIsAnError() {
        Answer answer = shell.type("up", "eth1", "eth2");

        assertThat(answer.exit()).isEqualTo(64);
        assertThat(answer.err()).startsWith("enid: too many arguments: \"eth2\"\n");
    }

    @Test
    void whatIsTypedIsShownWithoutItsTerminalEscapes() {
        assertThat(shell.type("\u001b]0;owned\u0007").err()).doesNotContain("\u001b");
    }

    @Test
    void aCommandThatFailsSaysWhyAndWhatToDo() {
        Answer answer = shell.type("up", "eth7");

        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).isEqualTo("""
                enid: no ENI is called eth7
                      enid status lists them
                """);
    }

    @Test
    void aStackTraceIsShownOnlyWhenAskedFor() {
        Answer quiet = shell.type("lab", "crash");
        Answer debug = shell.type("lab", "crash", "--debug");

        assertThat(quiet.exit()).isEqualTo(70);
        assertThat(quiet.err().lines()).hasSize(2);
        assertThat(quiet.err()).contains("no such thing", "--debug");
        assertThat(debug.err()).contains("IllegalStateException", "at dev.enid.agent.cli.CliTest");
        assertThat(shell.type("--debug", "up", "eth7").err()).contains("CommandFailed");
    }

    @Test
    void anInputErrorIsOneLine() {
        Answer answer = shell.type("lab", "read");

        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).isEqualTo("enid: /run/enid/lab: Input/output error\n");
    }

    @Test
    void theExitCodeOfACommandIsTheProcesss() {
        assertThat(shell.type("lab", "attach", "i-1", "eni-1").exit()).isEqualTo(2);
    }

    @Test
    void helpHasExamplesAndGoesToTheOutput() {
        Answer answer = shell.type("status", "--help");

        assertThat(answer.exit()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out()).contains("Usage: enid status", "--json", "Examples:\n  enid status\n");
        assertThat(shell.type("--help").out()).contains("  status   Show how each ENI stands.");
    }

    @Test
    void helpIsColouredOnATerminalOnly() {
        assertThat(shell.type("--help").out()).doesNotContain("\u001b");
        assertThat(shell.onTerminal(Styles.ANSI, 80).type("--help").out()).contains("\u001b[");
    }
}
