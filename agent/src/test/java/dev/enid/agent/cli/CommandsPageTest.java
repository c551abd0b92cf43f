package dev.enid.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.settings.Paths;
import dev.enid.core.report.AdoptView;
import dev.enid.core.report.ApplyView;
import dev.enid.core.report.EniView;
import dev.enid.core.report.EventView;
import dev.enid.core.report.ExplainView;
import dev.enid.core.report.MoveView;
import dev.enid.core.report.PlanView;
import dev.enid.core.report.RenderView;
import dev.enid.core.report.StatusView;
import dev.enid.core.report.WithheldView;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** docs/commands.md has every command, option and field of JSON that there is, and no command or option that there is not. */
class CommandsPageTest {

    private static final String PAGE = read();

    /** Every command has these; the page says so once. */
    private static final Set<String> OF_ALL = Set.of("--help", "--debug");

    private static String read() {
        try {
            return Files.readString(Path.of("../docs/commands.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The part of the page that is about a command. */
    private static String section(String command) {
        int start = PAGE.indexOf("\n## `" + command + "`\n");
        int end = PAGE.indexOf("\n## ", start + 1);
        return PAGE.substring(start, end < 0 ? PAGE.length() : end);
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void commandsAndTheirOptions() {
        Terminal nowhere = Terminal.plain(new PrintStream(OutputStream.nullOutputStream()));
        SortedMap<String, Set<String>> program = new TreeMap<>();
        for (CommandSpec each : BuiltIn.commands(new Surroundings(nowhere, nowhere, Paths.INSTALLED, Map.of(), 0))) {
            if (!each.usageMessage().hidden()) {
                program.put(
                        "enid " + each.name(),
                        each.options().stream()
                                .map(OptionSpec::longestName)
                                .filter(option -> !OF_ALL.contains(option))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }

        SortedMap<String, Set<String>> page = new TreeMap<>();
        all(PAGE, "^## `(enid [^`]+)`$")
                .forEach(command -> page.put(command, new TreeSet<>(all(section(command), "^\\| `(--[a-z0-9-]+)"))));

        assertThat(page).isEqualTo(program);
        assertThat(PAGE).contains(OF_ALL);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                StatusView.class,
                StatusView.InstanceView.class,
                StatusView.AskedView.class,
                EniView.class,
                PlanView.class,
                PlanView.Summary.class,
                WithheldView.class,
                ApplyView.class,
                ApplyView.OutcomeView.class,
                ApplyView.Summary.class,
                ExplainView.class,
                ExplainView.Packet.class,
                ExplainView.Step.class,
                ExplainView.Check.class,
                ExplainView.Kernel.class,
                RenderView.class,
                RenderView.FileView.class,
                EventView.class,
                AdoptView.class,
                AdoptView.FindingView.class,
                AdoptView.StepView.class,
                MoveView.class,
                MoveView.PlaceView.class,
                MoveView.PhaseView.class
            })
    void fieldsOfTheJson(Class<?> view) {
        for (RecordComponent component : view.getRecordComponents()) {
            String key = component.getName().replaceFirst("_$", "");
            assertThat(PAGE).as(view.getSimpleName()).containsPattern("[\"`]" + key + "[\"`]");
        }
    }
}
