package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enid.lab.program.Ended;
import dev.enid.lab.program.MachineNetwork;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code enid lab scenario} by whoever types it: what is printed, what is left, and what a failure tells. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ScenarioStoriesTest {

    @TempDir
    private Path directory;

    private Person person;
    private String before;

    @BeforeEach
    void look() throws Exception {
        person = Person.here();
        before = MachineNetwork.now();
    }

    @AfterEach
    void theMachineUnderneathIsAsItWas() throws Exception {
        person.close();
        assertThat(MachineNetwork.now()).isEqualTo(before);
    }

    private String file(String text) throws Exception {
        return Files.writeString(directory.resolve("mine.scenario"), text).toString();
    }

    private Ended runs(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("lab", "scenario", "run"));
        words.addAll(List.of(arguments));
        return person.types(words.toArray(String[]::new));
    }

    private void assertNothingIsLeft(String lab) throws Exception {
        assertThat(person.sees("lab", "list")).doesNotContain(lab);
    }

    @Test
    void aScenarioThatPassesSaysWhatItDid() throws Exception {
        Ended ended = runs(file("""
                title     A second ENI
                complaint someone/something#1: it does not answer
                attach web web-1
                expect client does not reach 10.0.2.20
                exec web -- enid apply
                throughout client reaches web-0
                  expect within 5s client reaches web-1
                  expect exec web -- ip -brief address show dev {web-1.link}
                    contains 10.0.2.20/24
                """));

        assertThat(ended.code()).as("%s", ended).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out().replaceAll("\\d+ ms", "N ms").replaceAll("in \\d+\\.\\d s", "in N s"))
                .startsWith(
                        "mine\n  A second ENI\n  someone/something#1: it does not answer\n  ok     attach web web-1")
                .contains(
                        "\n  ok     expect client does not reach 10.0.2.20: 10.0.2.20 did not answer in N ms (N ms)\n")
                .contains(
                        "\n         throughout client reaches web-0\n    ok     expect within 5s client reaches web-1")
                .containsPattern("ok     throughout client reaches web-0: 10.0.1.10: 0 of \\d+ lost")
                .contains("\n  passed, in N s\n");
    }

    @Test
    void aFailureTellsWhatWasExpectedWhatWasSeenAndHowThingsWere() throws Exception {
        Ended ended = runs(file("""
                title A second ENI without anybody who configures it
                attach web web-1
                expect within 1s client reaches 10.0.2.20
                attach web web-2
                """), "--json");

        assertThat(ended.code()).as("%s", ended).isEqualTo(1);
        JsonNode view = new ObjectMapper().readTree(ended.out());
        assertThat(view.at("/ok").asBoolean()).isFalse();
        JsonNode scenario = view.at("/scenarios/0");
        assertThat(scenario.at("/steps")).hasSize(2);
        assertThat(scenario.at("/failure/line").asInt()).isEqualTo(3);
        assertThat(scenario.at("/failure/expected").asText()).isEqualTo("an answer to client from each");
        assertThat(scenario.at("/failure/seen").asText()).startsWith("10.0.2.20 did not answer in ");
        List<String> evidence = new ArrayList<>();
        scenario.at("/failure/evidence")
                .forEach(each -> evidence.add(each.at("/what").asText()));
        assertThat(evidence)
                .containsExactly(
                        "web: ip -d address",
                        "web: ip rule",
                        "web: ip -6 rule",
                        "web: ip -4 route show table all",
                        "web: ip -6 route show table all",
                        "web: enid status");
        assertThat(scenario.at("/failure/evidence/0/text").asText()).contains("ens6");
        assertNothingIsLeft(scenario.at("/lab").asText());
    }

    @Test
    void whoHasNoPowersPlaysThemToo() throws Exception {
        try (OpenDirectory open = OpenDirectory.make();
                Person nobody = Person.nobody(open.path())) {
            Ended ended = nobody.types("lab", "scenario", "run", "ec2-net-utils-122");

            assertThat(ended.code()).as("%s", ended).isZero();
            assertThat(ended.out()).contains("\n  passed, in ");
            assertThat(nobody.sees("lab", "list")).isEqualTo("No labs. enid lab up starts one.\n");
        }
    }

    /** It shows nothing; so it is no good as a test. */
    @Test
    void aFaultThatNobodyMetFailsAScenario() throws Exception {
        String unmet = """
                title Faults that show nothing
                fault imds missing network-card times 2
                fault imds missing off
                fault imds --instance db delay 1s
                """;

        Ended ended = runs(file(unmet));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .contains("expected\n    every fault that was switched on is met\n")
                .contains("no request met imds missing network-card, imds delay 1s for db");

        assertThat(runs(file(unmet + "expect imds missing met = 0\nexpect imds delay met <= 5\n"))
                        .code())
                .isZero();
    }

    @Test
    void aStepThatIsRefusedFails() throws Exception {
        Ended ended = runs(file("title The primary\ndetach web-0\n"));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .contains("OperationNotPermitted: web-0 is the primary ENI of web and cannot be detached");
    }

    @Test
    void aDaemonThatEndsFailsAScenario() throws Exception {
        Ended ended = runs(file("""
                title Settings with an error
                file web /etc/enid/enid.toml
                  refresh = 1
                daemon web
                expect within 30s web is converged
                """));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).contains("web: the daemon's last lines", "/etc/enid/enid.toml");
    }

    /** And none of them is played. */
    @Test
    void wrongFilesAreRefusedWithAllTheirProblems() throws Exception {
        String wrong = file("title X\natach web web-1\nfault imds delay 200\nattach web web-1 --devce-index 3\n");

        Ended ended = runs(
                "ec2-net-utils-122", wrong, directory.resolve("none.scenario").toString(), "ec2-net-utils-1");

        assertThat(ended.code()).isEqualTo(64);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .contains("mine.scenario has 3 problems:")
                .contains("line 2: \"atach\" is not known here; did you mean \"attach\"?")
                .contains("line 3: expected delay 200ms")
                .contains("line 4: unknown option \"--devce-index\"; did you mean \"--device-index\"?")
                .contains("none.scenario is not there")
                .contains("several scenarios begin with \"ec2-net-utils-1\"");
    }

    @Test
    void nothingIsLeftAfterAnInterrupt() throws Exception {
        Process process = person.start(person.enid().with("lab", "scenario", "run", file("""
                title It goes on
                daemon web
                expect for 5m client reaches web-0
                """)));
        String lab;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.contains("ok     daemon web")) {
                line = lines.readLine();
            }
            assertThat(line).isNotNull();
            lab = "s" + Long.toString(process.pid(), 36) + "n0";
            assertThat(person.sees("lab", "list")).containsPattern(lab + " +up");
            process.destroy();
            assertThat(process.waitFor(Ended.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
        }

        assertNothingIsLeft(lab);
        assertThat(Ended.of(new ProcessBuilder("ip", "netns", "list").start()).out())
                .doesNotContainPattern("enid-" + lab + "-");
    }

    @Test
    void aLabThatIsKeptIsOneLikeAnyOther() throws Exception {
        Process process = person.start(person.enid().with("lab", "scenario", "run", "--keep", file("""
                title To look at
                attach web web-1
                """)));
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.contains("enid lab show ")) {
                line = lines.readLine();
            }
            String lab = Pattern.compile(".*enid lab show ")
                    .matcher(String.valueOf(line))
                    .replaceFirst("");

            assertThat(person.sees("lab", "show", lab)).contains("ens6  web-1");
            assertThat(person.reads(lab, "web", "enid version")).startsWith("enid ");
            person.sees("lab", "down", lab);

            assertThat(process.waitFor(Ended.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).isZero();
            assertNothingIsLeft(lab);
        }
    }

    @Test
    void thoseThatComeWithTheLabAreListedAndShown() throws Exception {
        assertThat(person.sees("lab", "scenario", "list"))
                .contains(
                        "ec2-net-utils-122-new-address-needs-a-reload\n    A secondary address that is assigned later");
        assertThat(person.json("lab", "scenario", "list", "--json")
                        .at("/scenarios/0/title")
                        .asText())
                .isNotEmpty();
        assertThat(person.sees("lab", "scenario", "show", "ec2-net-utils-122")).startsWith("title      A secondary");
        assertThat(person.types("lab", "scenario", "show", "ec2-net-utils-161x").err())
                .contains("no scenario \"ec2-net-utils-161x\"", "enid lab scenario list");
        assertThat(runs().code()).isEqualTo(64);
    }
}
