package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enid.lab.fabric.Powers;
import dev.enid.lab.program.Ended;
import dev.enid.lab.program.MachineNetwork;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The tour, by whoever takes it: every check holds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DemoTest {

    private static final String ROOT = "root";
    private static final String NOBODY = "nobody";

    /** A /run of its own: its lab has a fixed name, and another build of this may run on the machine. What is left is said. */
    private static final String APART = """
            mount -t tmpfs tmpfs /run
            "$@" || exit
            find /run -mindepth 1 ! -path /run/enid-lab ! -path /run/enid-lab/.lock ! -path /run/netns >&2
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Process> demos = new TreeMap<>();
    private String before;
    private OpenDirectory directory;

    /** Both at once: they have nothing to do with each other, and most of a demo is waiting for what must not come. */
    @BeforeAll
    void start() throws Exception {
        before = MachineNetwork.now();
        Person person = Person.here();
        demos.put(ROOT, apart(person, "lab", "demo", "--json"));
        directory = OpenDirectory.make();
        if (Powers.own() == Powers.ROOT) {
            Person nobody = Person.nobody(directory.path());
            demos.put(NOBODY, nobody.start(nobody.enid().with("lab", "demo", "--json")));
        }
    }

    private static Process apart(Person person, String... words) throws Exception {
        List<String> apart = new ArrayList<>(List.of("unshare", "--mount", "--", "sh", "-uc", APART, "sh"));
        apart.addAll(person.enid().with(words));
        return person.start(apart);
    }

    @AfterAll
    void theMachineUnderneathIsAsItWas() throws Exception {
        for (Process demo : demos.values()) {
            demo.waitFor(Ended.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(MachineNetwork.now()).isEqualTo(before);
        directory.close();
    }

    @Test
    void everyPromiseHoldsForRoot() throws Exception {
        assertEveryCheckHeld(ROOT);
    }

    @Test
    void everyPromiseHoldsForNobody() throws Exception {
        assumeTrue(demos.containsKey(NOBODY), Person.NEEDS_ANOTHER_USER);
        assertEveryCheckHeld(NOBODY);
        assertThat(directory.path().resolve("runtime/enid-lab"))
                .isDirectoryNotContaining(file -> !file.endsWith(".lock"));
    }

    @Test
    void whatMovesIsReachedAtItsNewPlace() throws Exception {
        Ended demo = Ended.of(apart(Person.here(), "lab", "demo", "--move", "--json"));

        JsonNode view = JSON.readTree(demo.out());
        assertThat(view.at("/checks"))
                .isNotEmpty()
                .allSatisfy(check -> assertThat(check.at("/ok").asBoolean())
                        .as(check.toString())
                        .isTrue());
        assertThat(demo.code()).as(demo.err()).isZero();
        assertThat(view.at("/gaps").findValuesAsText("what"))
                .containsExactly("an ENI", "the ENI back, --to self", "a secondary address", "an Elastic IP");
    }

    /** By Docker for root, by plain bridges for anybody else; both at once. */
    @Test
    void containersAnswerByTheEniTheyWereAskedOn() throws Exception {
        Process roots = apart(Person.here(), "lab", "demo", "--containers", "--json");
        if (demos.containsKey(NOBODY)) {
            Person nobody = Person.nobody(Files.createDirectory(directory.path().resolve("containers")));
            Process nobodys = nobody.start(nobody.enid().with("lab", "demo", "--containers", "--json"));
            assertContainersAnswer("a bridge and a network namespace; no Docker: ", Ended.of(nobodys));
        }
        boolean root = Powers.own() == Powers.ROOT;
        assertContainersAnswer(root ? "Docker " : "a bridge and a network namespace; no Docker: ", Ended.of(roots));
    }

    private static void assertContainersAnswer(String engine, Ended demo) throws Exception {
        JsonNode view = JSON.readTree(demo.out());
        assertThat(view.at("/checks"))
                .hasSizeGreaterThan(15)
                .allSatisfy(check -> assertThat(check.at("/ok").asBoolean())
                        .as(check.toString())
                        .isTrue());
        assertThat(view.at("/engine").asText()).startsWith(engine);
        assertThat(demo.err()).isEmpty();
        assertThat(demo.code()).isZero();
    }

    private void assertEveryCheckHeld(String who) throws Exception {
        Ended demo = Ended.of(java.util.Objects.requireNonNull(demos.get(who)));

        assertThat(demo.err()).isEmpty();
        JsonNode view = JSON.readTree(demo.out());
        assertThat(view.at("/checks")).as(demo.out()).hasSizeGreaterThan(20).allSatisfy(check -> {
            assertThat(check.at("/name").asText()).isNotEmpty();
            assertThat(check.at("/ok").asBoolean()).as("%s", check).isTrue();
            assertThat(check.at("/detail").asText()).isNotEmpty();
        });
        assertThat(view.at("/ok").asBoolean()).isTrue();
        assertThat(view.at("/hotplugToReachableMs").asDouble()).isPositive();
        assertThat(view.at("/tookMs").asLong()).isPositive();
        assertThat(demo.code()).isZero();
    }
}
