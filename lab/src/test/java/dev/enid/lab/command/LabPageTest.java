package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.cli.Terminal;
import dev.enid.agent.settings.Paths;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** docs/lab.md has every command, option, topology, key and fault that there is, and none that there is not. */
class LabPageTest {

    private static final String PAGE = read();

    /** Every command has these; the page says so once. */
    private static final Set<String> OF_ALL = Set.of("--help", "--debug");

    private static String read() {
        try {
            return Files.readString(Path.of("../docs/lab.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A part of the page, by its heading. */
    private static String section(String heading) {
        int start = PAGE.indexOf("\n## " + heading + "\n");
        assertThat(start).as("## " + heading).isPositive();
        int end = PAGE.indexOf("\n## ", start + 1);
        return PAGE.substring(start, end < 0 ? PAGE.length() : end);
    }

    /** The first group, wherever it is. */
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
        Surroundings surroundings = new Surroundings(nowhere, nowhere, Paths.INSTALLED, Map.of(), 0);
        SortedMap<String, Set<String>> program = new TreeMap<>();
        collect("enid lab", new LabCommands().command(surroundings), program);

        SortedMap<String, Set<String>> page = new TreeMap<>();
        all(PAGE, "^## `(enid lab [^`]+)`$")
                .forEach(command ->
                        page.put(command, new TreeSet<>(all(section("`" + command + "`"), "^\\| `(--[a-z0-9-]+)"))));

        assertThat(page).isEqualTo(program);
    }

    private static void collect(String name, CommandSpec command, Map<String, Set<String>> into) {
        if (command.usageMessage().hidden()) {
            return;
        }
        if (command.subcommands().isEmpty()) {
            into.put(
                    name,
                    command.options().stream()
                            .map(OptionSpec::longestName)
                            .filter(option -> !OF_ALL.contains(option))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        for (Map.Entry<String, CommandLine> each : command.subcommands().entrySet()) {
            collect(name + " " + each.getKey(), each.getValue().getCommandSpec(), into);
        }
    }

    @ParameterizedTest
    @EnumSource
    void faults(FaultyService service) {
        List<String> forms = all(section("`enid lab fault " + service.word() + "`"), "^\\| `([^`-][^`]*)` \\|");

        assertThat(forms.stream().map(form -> form.split(" ", 2)[0]).collect(Collectors.toSet()))
                .isEqualTo(Stream.concat(service.words().stream(), Stream.of("off"))
                        .collect(Collectors.toSet()));
        assertThat(forms).allSatisfy(form -> {
            String typed = form.replace("STATUS", "503")
                    .replace("CODE", "IncorrectState")
                    .replace("ACTION", "Describe*")
                    .replace("TIME", "3s")
                    .replaceAll("\\b[NM]\\b", "20")
                    .replace("KEY", "macs")
                    .replace("TEXT", "x");
            assertThatCode(() -> service.check(List.of(typed.split(" ", -1))))
                    .as(form)
                    .doesNotThrowAnyException();
        });
    }

    @Test
    void topologiesAndTheKeysOfTheirFile() throws TopologyException {
        assertThat(all(section("Topologies that come with it"), "^\\| `([^`]+)` \\|"))
                .isEqualTo(TopologyFile.SHIPPED);
        String page = section("The topology file");
        assertThat(new TreeSet<>(all(page, "^\\| `([^`]+)` \\|"))).isEqualTo(knownKeys());
        assertThat(knownKeys())
                .allSatisfy(key -> assertThat(TopologyFile.shippedText("two-enis"))
                        .as("it has all keys")
                        .containsPattern("(?m)^(# )?" + key.replaceFirst(".*\\.", "") + " = "));
        String example = all(page, "(?s)```toml\n(.*?)```").getFirst();
        assertThat(TopologyFile.parse("the example", example).enis()).hasSize(2);
    }

    /** From what the reader says of a key that it does not know. */
    private static Set<String> knownKeys() {
        String text = """
                unknown-key = 1
                [vpc]
                unknown-key = 1
                [subnets.NAME]
                unknown-key = 1
                [instances.NAME]
                unknown-key = 1
                [enis.NAME]
                unknown-key = 1
                [route-tables.NAME]
                unknown-key = 1
                [outside.NAME]
                unknown-key = 1
                """.replace("NAME", "x");
        String problems =
                String.valueOf(catchThrowableOfType(TopologyException.class, () -> TopologyFile.parse("x", text))
                        .getMessage());
        Set<String> keys = new TreeSet<>();
        Pattern.compile("line \\d+: (.*)unknown-key: is not known here; known are (.*)")
                .matcher(problems)
                .results()
                .forEach(match -> keys.addAll(keys(match)));
        keys.removeAll(Set.of("vpc", "subnets", "instances", "enis", "route-tables", "outside"));
        return keys;
    }

    private static List<String> keys(MatchResult match) {
        return Stream.of(match.group(2).split(", ", -1))
                .map(key -> match.group(1).replace(".x.", ".NAME.") + key)
                .toList();
    }
}
