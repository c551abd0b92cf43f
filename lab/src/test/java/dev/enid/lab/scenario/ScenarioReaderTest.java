package dev.enid.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import dev.enid.lab.topology.Vpc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scenario's file says, and what is said of one that is wrong. */
class ScenarioReaderTest {

    private static final String HEAD = "title A title\n";

    /** {@code attach INSTANCE ENI} and {@code fault WORD...}. */
    private static final Vocabulary VOCABULARY = new Vocabulary() {
        @Override
        public Set<String> verbs() {
            return new TreeSet<>(Set.of("attach", "detach", "fault"));
        }

        @Override
        public Named check(List<String> words) {
            if (!words.getFirst().equals("attach")) {
                return new Named(Optional.empty(), Optional.empty());
            }
            if (words.size() != 3) {
                throw new IllegalArgumentException("Missing required parameter: 'ENI'");
            }
            return new Named(Optional.of(words.get(1)), Optional.of(words.get(2)));
        }
    };

    private static final ScenarioReader.Topologies TOPOLOGIES = new ScenarioReader.Topologies() {
        @Override
        public Vpc named(String name) throws TopologyException {
            return TopologyFile.shipped(name);
        }

        @Override
        public Vpc of(String text) throws TopologyException {
            return TopologyFile.parse("the topology", text);
        }
    };

    private static Scenario read(String text) throws ScenarioException {
        return ScenarioReader.read("mine", "mine.scenario", text, VOCABULARY, TOPOLOGIES);
    }

    private static Step step(String line) throws ScenarioException {
        List<Entry> steps = read(HEAD + line).steps();
        assertThat(steps).hasSize(1);
        return steps.getFirst().step();
    }

    private static Claim claim(String line) throws ScenarioException {
        return ((Step.Expect) step("expect " + line)).claim();
    }

    private static String problems(String text) {
        return String.valueOf(
                catchThrowableOfType(ScenarioException.class, () -> read(text)).getMessage());
    }

    @Test
    void aWholeOne() throws Exception {
        Scenario scenario = read("""
                # What this is about stands first.
                title      An address that comes later
                complaint  someone/something#1: it is not used
                complaint  someone/else#2: the same
                topology   two-enis

                file web /etc/enid/enid.toml
                  [daemon]
                  # its own comment stays

                  refresh = "1s"

                attach web web-1
                daemon web
                throughout losing at most 3 client reaches web-0   # all the time
                  exec web -- ip rule add from '192.0.2.9' lookup 77
                  expect within 5s client reaches 10.0.2.20 web-1 port 80 from 198.51.100.10
                stop daemon web
                """);

        assertThat(scenario.title()).isEqualTo("An address that comes later");
        assertThat(scenario.complaints())
                .containsExactly("someone/something#1: it is not used", "someone/else#2: the same");
        assertThat(scenario.vpc().enis()).containsKey("web-2");
        assertThat(scenario.steps()).extracting(Entry::line).containsExactly(7, 13, 14, 15, 18);
        assertThat(scenario.steps())
                .extracting(Entry::step)
                .containsExactly(
                        new Step.WriteFile(
                                "web",
                                "/etc/enid/enid.toml",
                                "[daemon]\n# its own comment stays\n\nrefresh = \"1s\"\n"),
                        new Step.LabCommand(List.of("attach", "web", "web-1")),
                        new Step.StartDaemon("web"),
                        new Step.Throughout(
                                new Claim.Reaches(
                                        "client", List.of("web-0"), Claim.Manner.TCP, 7, Optional.empty(), true),
                                3,
                                List.of(
                                        new Entry(
                                                16,
                                                "exec web -- ip rule add from '192.0.2.9' lookup 77",
                                                new Step.Exec(
                                                        "web",
                                                        List.of(
                                                                "ip",
                                                                "rule",
                                                                "add",
                                                                "from",
                                                                "192.0.2.9",
                                                                "lookup",
                                                                "77"))),
                                        new Entry(
                                                17,
                                                "expect within 5s client reaches 10.0.2.20 web-1 port 80 from 198.51.100.10",
                                                new Step.Expect(
                                                        new Patience.Within(Duration.ofSeconds(5)),
                                                        new Claim.Reaches(
                                                                "client",
                                                                List.of("10.0.2.20", "web-1"),
                                                                Claim.Manner.TCP,
                                                                80,
                                                                Optional.of(Ip.parse("198.51.100.10")),
                                                                true))))),
                        new Step.StopDaemon("web", false));
        assertThat(scenario.steps().get(3).text()).isEqualTo("throughout losing at most 3 client reaches web-0");
        assertThat(scenario.allSteps()).hasSize(7);
    }

    @Test
    void aTopologyOfItsOwn() throws Exception {
        Scenario scenario = read("""
                title A host alone
                topology
                  [vpc]
                  cidrs = ["10.0.0.0/16"]
                  [subnets.s]
                  ipv4 = "10.0.0.0/24"
                  [instances.h]
                  [enis.h-0]
                  subnet = "s"
                  instance = "h"
                  device-index = 0
                daemon h
                """);

        assertThat(scenario.topology()).isEqualTo("its own");
        assertThat(scenario.vpc().instances()).containsOnlyKeys("h");
    }

    @Test
    void claims() throws Exception {
        assertThat(claim("client does not reach 10.0.2.20 by ping"))
                .isEqualTo(new Claim.Reaches(
                        "client", List.of("10.0.2.20"), Claim.Manner.PING, 7, Optional.empty(), false));
        assertThat(claim("web is converged")).isEqualTo(new Claim.Converged("web"));
        assertThat(claim("within 2s plan of web is empty")).isEqualTo(new Claim.NothingPlanned("web"));
        assertThat(claim("imds missing met >= 3"))
                .isEqualTo(new Claim.Counts(
                        new Observation.Met(Observation.Service.IMDS, "missing"),
                        Optional.empty(),
                        Claim.Comparison.AT_LEAST,
                        3));
        assertThat(claim("processes of web < 20"))
                .isEqualTo(new Claim.Counts(
                        new Observation.Processes("web"), Optional.empty(), Claim.Comparison.LESS, 20));
        assertThat(claim("status of web contains \"IMDS  stale\""))
                .isEqualTo(new Claim.Says(
                        new Observation.Of(Observation.Aspect.STATUS, "web"),
                        List.of(new Condition.Contains("IMDS  stale"))));
        Claim.Says says = (Claim.Says) claim("""
                exec web -- ip route get 192.0.2.1
                  contains via 10.0.1.1 dev ens5
                  lacks ens6
                  exit 2
                  matches ^[0-9.]+ via
                """);
        assertThat(says.what()).isEqualTo(new Observation.Output("web", List.of("ip", "route", "get", "192.0.2.1")));
        assertThat(says.conditions())
                .extracting(Condition::text)
                .containsExactly("contains via 10.0.1.1 dev ens5", "lacks ens6", "exit 2", "matches ^[0-9.]+ via");
    }

    @Test
    void whatWasRememberedIsComparedWith() throws Exception {
        List<Entry> steps = read(HEAD + """
                remember before = imds requests of web
                remember rules = exec web -- ip rule
                expect imds requests of web since before <= 20
                expect for 300ms rules is unchanged
                """).steps();

        assertThat(steps.get(2).step())
                .isEqualTo(new Step.Expect(
                        new Patience.Now(),
                        new Claim.Counts(
                                new Observation.Asked(Observation.Traffic.REQUESTS, "web"),
                                Optional.of("before"),
                                Claim.Comparison.AT_MOST,
                                20)));
        assertThat(steps.get(3).step())
                .isEqualTo(new Step.Expect(new Patience.For(Duration.ofMillis(300)), new Claim.Unchanged("rules")));
    }

    /** All of them at once, by line, whatever else is wrong. */
    @Test
    void aFileIsRefusedWithAllItsProblems() {
        assertThat(problems("""
                complaint
                topology two-eni
                atach web web-1
                attach web
                expect within 5 web is converged
                exec web ip rule
                daemon web
                    indented
                remember x imds
                expect y is unchanged
                expect exec web -- ip rule
                  contain 10.0.2.20
                  matches [
                title A title that comes too late
                """)).isEqualTo("""
                mine.scenario has 13 problems:
                  has no title: it should begin with "title WHAT IT IS ABOUT"
                  line 1: expected: complaint TEXT
                  line 2: topology two-eni: is not one of those that come with the lab: \
                two-enis, dual-stack, two-zones, cards, ipv6-only, big, debian
                  line 3: "atach" is not known here; did you mean "attach"?
                  line 4: Missing required parameter: 'ENI'
                  line 5: "5" is no time such as 200ms, 5s or 1m
                  line 6: expected: exec MACHINE -- COMMAND ARGUMENT...
                  line 7: the lines below it belong to nothing: daemon takes none
                  line 9: expected: remember NAME = WHAT
                  line 10: nothing was remembered as "y": "remember y = WHAT" has to stand before
                  line 12: "contain" is not known here; did you mean "contains"?
                  line 13: is no regular expression: Unclosed character class
                  line 14: title has to stand before all steps""");
    }

    /** Before anything is done, as a scenario that ends in the middle shows nothing. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    attach wep web-1                             ~ no instance "wep"; did you mean "web"?
                    attach web web-l                             ~ no ENI "web-l"; did you mean "web-0"?
                    daemon client                                ~ no instance "client"; there is db, web
                    exec clint -- ping 10.0.1.10                 ~ no machine "clint"; did you mean "client"?
                    exec web -- ip link set {web-9.link} up      ~ no ENI "web-9"; did you mean "web-0"?
                    exec web -- ip link set {web-1.name} up      ~ {web-1.name} is nothing that is put in: there is {web-1.id}, {web-1.link} and {web-1.mac}
                    expect client reaches 10.0.2.256             ~ not an IP address: "10.0.2.256"
                    expect client reach web-1                    ~ "reach" is not known here; did you mean "reaches"?
                    expect client reaches                        ~ expected: MACHINE reaches ADDRESS|ENI... [by tcp|ping] [port N] [from ADDRESS]
                    expect imds missin met >= 3                  ~ "missin" is not known here; did you mean "missing"?
                    expect imds request of web < 3               ~ "request" is not known here; did you mean "requests"?
                    expect imds missing met >= many              ~ "many" is no number
                    file web /usr/bin/enid                       ~ a machine has files of its own in /etc and /run alone
                    file web /etc/../usr/bin/enid                ~ a machine has files of its own in /etc and /run alone
                    stop web                                     ~ expected: stop daemon INSTANCE
                    throughout client reaches web-0              ~ throughout what? the steps stand below it, indented
                    exec web -- sh -c 'ip rule                   ~ the ' has no second one that ends it
                    """)
    void aMistake(String line, String problem) {
        assertThat(problems(HEAD + line)).isEqualTo("mine.scenario has a problem:\n  line 2: " + problem);
    }

    @Test
    void nothingIsToBeDone() {
        assertThat(problems(HEAD)).isEqualTo("mine.scenario has a problem:\n  has no steps");
    }

    @Test
    void aNumberIsComparedWithTheSameOne() {
        assertThat(problems(HEAD + """
                remember before = imds requests of db
                expect imds requests of web since before <= 20
                """))
                .contains("line 3: before is not what was counted there: \"remember before = imds requests of web\"");
    }

    @Test
    void linesThatBelongTogetherAreIndentedAlike() {
        assertThat(problems(HEAD + """
                throughout client reaches web-0
                    attach web web-1
                  attach web web-2
                """)).contains("line 4: is indented by 2, the lines that it belongs to by 4");
        assertThat(problems(HEAD + "throughout client reaches web-0\n\tattach web web-1\n"))
                .contains("line 3: is indented by a tab; use blanks");
    }

    @Test
    void aMistakeInATopologyIsToldByItsLine() {
        assertThat(problems("""
                title A host alone
                topology
                  [vpc]
                  cidr = ["10.0.0.0/16"]
                daemon h
                """)).contains("line 4: vpc.cidr: is not known here; did you mean cidrs?");
    }
}
