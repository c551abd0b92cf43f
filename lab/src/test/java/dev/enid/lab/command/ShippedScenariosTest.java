package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.cli.Terminal;
import dev.enid.agent.settings.Paths;
import dev.enid.lab.fabric.LabHome;
import dev.enid.lab.fabric.Powers;
import dev.enid.lab.play.Audience;
import dev.enid.lab.play.ScenarioView;
import dev.enid.lab.program.EnidProgram;
import dev.enid.lab.program.MachineNetwork;
import dev.enid.lab.scenario.Entry;
import dev.enid.lab.scenario.Scenario;
import dev.enid.lab.scenario.ShippedScenarios;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users of other tools complain of does not happen: every scenario that comes with the lab is played, and passes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ShippedScenariosTest {

    /** They wait most of the time; more at once would make them wait for each other. */
    private static final int AT_ONCE = 3;

    private final Map<String, Future<ScenarioView>> playing = new TreeMap<>();
    private ExecutorService players;
    private String before;

    static Surroundings nowhere() {
        Terminal terminal = Terminal.plain(new PrintStream(OutputStream.nullOutputStream()));
        return new Surroundings(terminal, terminal, Paths.INSTALLED, System.getenv(), 0);
    }

    static List<String> names() {
        return ShippedScenarios.NAMES;
    }

    @BeforeAll
    void begin() throws Exception {
        before = MachineNetwork.now();
        players = Executors.newFixedThreadPool(AT_ONCE);
        org.junit.jupiter.api.Assumptions.assumeTrue(Powers.own() != Powers.NONE, Person.NEEDS_NAMESPACES);
        ScenarioFiles files = new ScenarioFiles(new ScenarioVerbs(nowhere()));
        ScenarioStage stage = new ScenarioStage(nowhere(), EnidProgram.here().command());
        for (String name : names()) {
            Scenario scenario = files.shipped(name);
            String lab = lab(playing.size());
            playing.put(name, players.submit(() -> stage.play(scenario, lab, new Unheard(), (_, _) -> {})));
        }
    }

    /** No other build of this on the machine has one of that name. */
    private static String lab(int number) {
        return "p" + Long.toString(ProcessHandle.current().pid(), 36) + "n" + number;
    }

    private static final class Unheard implements Audience {
        @Override
        public void begins(int depth, Entry entry) {}

        @Override
        public void done(int depth, ScenarioView.StepView step) {}
    }

    @AfterAll
    void nothingIsLeft() throws Exception {
        players.shutdown();
        assertThat(players.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
        List<String> left = new ArrayList<>(LabHome.standard(System.getenv()).names());
        left.retainAll(Stream.iterate(0, each -> each + 1)
                .limit(playing.size())
                .map(ShippedScenariosTest::lab)
                .toList());
        assertThat(left).isEmpty();
        assertThat(MachineNetwork.now()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("names")
    void passes(String name) throws Exception {
        ScenarioView view = Objects.requireNonNull(playing.get(name)).get();

        assertThat(view.failure())
                .as(() -> view.failure().map(ShippedScenariosTest::text).orElse(""))
                .isEmpty();
        assertThat(view.ok()).isTrue();
        assertThat(view.steps()).isNotEmpty().allMatch(ScenarioView.StepView::ok);
    }

    private static String text(ScenarioView.FailureView failure) {
        StringBuilder text = new StringBuilder(
                "line " + failure.line() + "\nexpected\n" + failure.expected() + "\nseen\n" + failure.seen() + "\n");
        failure.evidence()
                .forEach(each -> text.append("--- ")
                        .append(each.what())
                        .append('\n')
                        .append(each.text())
                        .append('\n'));
        return text.toString();
    }

    /** Each is about a complaint, and is named after it. */
    @ParameterizedTest
    @MethodSource("names")
    void isNamedAfterItsComplaint(String name) throws Exception {
        Scenario scenario = new ScenarioFiles(new ScenarioVerbs(nowhere())).shipped(name);

        assertThat(name).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(scenario.complaints()).isNotEmpty().allMatch(each -> each.matches("[\\w-]+/[\\w.-]+#\\d+: \\S.*"));
        String number = scenario.complaints().getFirst().replaceFirst(".*#(\\d+):.*", "$1");
        assertThat(name).contains("-" + number + "-");
    }

    @Test
    void theFilesAreTheNames() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/dev/enid/lab/scenario"))) {
            assertThat(files.map(each -> String.valueOf(each.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(names().stream()
                            .map(each -> each + ShippedScenarios.ENDING)
                            .toList());
        }
    }

    /** With their complaints, in order. */
    @Test
    void thePageHasAllOfThem() throws Exception {
        String page = Files.readString(Path.of("../docs/scenarios.md"));
        ScenarioFiles files = new ScenarioFiles(new ScenarioVerbs(nowhere()));
        List<String> rows = new ArrayList<>();
        for (String name : names()) {
            rows.add(row(files.shipped(name)));
        }

        assertThat(Pattern.compile("^\\| `[a-z0-9-]+-\\d+-[a-z0-9-]+` \\|.*$", Pattern.MULTILINE)
                        .matcher(page)
                        .results()
                        .map(match -> match.group()))
                .containsExactlyElementsOf(rows);
    }

    private static String row(Scenario scenario) {
        return "| `" + scenario.name() + "` | "
                + String.join(
                        "<br>",
                        scenario.complaints().stream()
                                .map(each -> each.replaceFirst(
                                        "^([^#]+)#(\\d+): ", "[$1#$2](https://github.com/$1/issues/$2): "))
                                .toList())
                + " |";
    }
}
