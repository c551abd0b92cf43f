package dev.enid.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.enid.agent.imds.Endpoint;
import dev.enid.agent.imds.ImdsSettings;
import dev.enid.core.desire.EniSelector;
import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.ip.Mac;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person writes into enid.toml, and what comes back when it is wrong. */
class SettingsFileTest {

    @TempDir
    private Path etc;

    private AgentSettings read(String text) throws Exception {
        return SettingsFile.read(Files.writeString(etc.resolve("enid.toml"), text));
    }

    private List<String> problems(String text) {
        BadSettings bad = catchThrowableOfType(BadSettings.class, () -> read(text));
        String file = etc.resolve("enid.toml").toString();
        return bad.lines().stream().map(line -> line.replace(file, "enid.toml")).toList();
    }

    @Test
    void withoutAFileTheStandardsHold() throws Exception {
        AgentSettings settings = SettingsFile.read(etc.resolve("enid.toml"));

        assertThat(settings.policy(new TreeSet<>())).isEqualTo(Settings.DEFAULT);
        assertThat(settings.refresh()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings).isEqualTo(read("")).isEqualTo(read("# nothing\n[imds]\n"));
    }

    @Test
    void everySettingIsRead() throws Exception {
        AgentSettings settings = read("""
                ignore = ["eth3", "eni-0a1b2c3d4e5f60718", "02:00:5e:00:53:01", "device-number-2.1"]
                main-routes = false
                local-prefixes = true
                mtu = 1500
                containers = "on"
                mark-mask = 0x3f0
                backend = "networkd"
                keep-files = true

                [imds]
                endpoint = "http://[fd00:ec2::254]"
                timeout = "500ms"
                attempts = 5
                version-1 = false

                [daemon]
                refresh = "1m"
                give-up = "90s"
                log = "warn"

                [control]
                group = "netops"
                """);

        assertThat(settings)
                .isEqualTo(new AgentSettings(
                        List.of(
                                new EniSelector.ByInterface("eth3"),
                                EniSelector.parse("eni-0a1b2c3d4e5f60718"),
                                new EniSelector.ByMac(Mac.parse("02:00:5e:00:53:01")),
                                new EniSelector.ByDevice(1, 2)),
                        false,
                        true,
                        1500,
                        new Settings.Containers(Settings.When.ON, 0x3f0),
                        new AgentSettings.Files(Optional.of(Backend.NETWORKD), true),
                        new AgentSettings.Imds(Optional.of(Endpoint.IPV6), Duration.ofMillis(500), 5, false),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(90),
                        LogLevel.WARN,
                        Optional.of("netops")));
    }

    @Test
    void theVariablesOfAwsGoBeforeTheFile() throws Exception {
        AgentSettings.Imds imds =
                read("[imds]\nendpoint = \"http://[fd00:ec2::254]\"\ntimeout = \"3s\"\nattempts = 7\nversion-1 = false")
                        .imds();

        assertThat(imds.with(Map.of()))
                .isEqualTo(new ImdsSettings(
                        List.of(Endpoint.IPV6),
                        false,
                        false,
                        Duration.ofSeconds(3),
                        7,
                        Duration.ofSeconds(42),
                        ImdsSettings.DEFAULT.requestsPerSecond()));
        assertThat(imds.with(Map.of(ImdsSettings.ENDPOINT, "http://127.0.0.1:1338", ImdsSettings.TIMEOUT, "1"))
                        .endpoints())
                .containsExactly(Endpoint.parse("http://127.0.0.1:1338"));
        assertThat(imds.with(Map.of(ImdsSettings.TIMEOUT, "1", ImdsSettings.ATTEMPTS, "2"))
                        .timeout())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(imds.with(Map.of(ImdsSettings.VERSION_1_DISABLED, "false")).version1())
                .isTrue();
        assertThat(read("").imds().with(Map.of())).isEqualTo(ImdsSettings.DEFAULT);
    }

    @Test
    void allThatIsWrongIsSaidAtOnceWithLineAndKey() {
        assertThat(problems("""
                ignroe = ["eth2"]
                mtu = 99999
                main-routes = "yes"
                refresh = "10s"
                ignore = ["eth2", "eni-zz",
                  "eth2",
                  7]

                [imds]
                timeout = "5"
                attempts = 0

                [daemon]
                log = "loud"
                mtu = 1500
                """))
                .containsExactly(
                        "enid.toml:1: \"ignroe\": no such setting; did you mean ignore?",
                        "enid.toml:2: mtu: 99999 is not 0 or a whole number from 1280 to 9216",
                        "enid.toml:3: main-routes: \"yes\" is not true or false",
                        "enid.toml:4: \"refresh\": no such setting; did you mean daemon.refresh (refresh below [daemon])?",
                        "enid.toml:5: ignore: \"eth2\" is there twice",
                        "enid.toml:5: ignore: 7 is not an ENI id, a MAC address, a device index such as"
                                + " \"device-number-2\" (\"device-number-2.1\" on network card 1) or an interface's name",
                        "enid.toml:5: ignore: not an ENI id such as eni-0a1b2c3d4e5f60718: \"eni-zz\"",
                        "enid.toml:10: imds.timeout: \"5\" is not a time from \"50ms\" to \"1m\" (ms, s, m or h)",
                        "enid.toml:11: imds.attempts: 0 is not a whole number from 1 to 100",
                        "enid.toml:14: daemon.log: \"loud\" is not one of \"debug\", \"info\", \"warn\"",
                        "enid.toml:15: \"daemon.mtu\": no such setting; did you mean mtu, before any [table]?");
    }

    @Test
    void whatIsNoTomlIsSaidWithTheRestOfWhatIsWrong() {
        assertThat(problems("""
                mtu = 1500
                mtu = 1500
                main routes = true
                local-prefixes = 1
                """))
                .containsExactly(
                        "enid.toml:2: mtu previously defined at line 1, column 1",
                        "enid.toml:3: Unexpected 'routes', expected =",
                        "enid.toml:4: local-prefixes: 1 is not true or false");
    }

    /** Marks are compared under one mask, as ip rule and nftables do: its bits stand next to each other. */
    @Test
    void aMaskIsOneRunOfBitsAsANumberOrAsAText() throws Exception {
        assertThat(read("mark-mask = \"0x3f0\"")
                        .policy(new TreeSet<>())
                        .containers()
                        .markMask())
                .isEqualTo(0x3f0);
        assertThat(read("mark-mask = 0xff000000")
                        .policy(new TreeSet<>())
                        .containers()
                        .markMask())
                .isEqualTo(0xff00_0000);

        String allowed = "one run of at least two bits, of 32, such as 0x7f000000";
        assertThat(problems("mark-mask = 0x5")).containsExactly("enid.toml:1: mark-mask: 0x5 is not " + allowed);
        assertThat(problems("mark-mask = 0x100000000"))
                .containsExactly("enid.toml:1: mark-mask: 0x100000000 is not " + allowed);
        assertThat(problems("mark-mask = \"all\""))
                .containsExactly("enid.toml:1: mark-mask: \"all\" is not " + allowed);
        assertThat(problems("containers = true"))
                .containsExactly("enid.toml:1: containers: true is not one of \"auto\", \"on\", \"off\"");
    }

    @Test
    void aTableIsNoValueAndAValueIsNoTable() {
        assertThat(problems("[[control]]\ngroup = \"x\"\n"))
                .containsExactly("enid.toml:1: control: it is a table: [control], with its settings below");
        assertThat(problems("[mtu]\nbytes = 1\n"))
                .containsExactly("enid.toml:1: mtu: a table is not 0 or a whole number from 1280 to 9216");
        assertThat(problems("mtu = [1500]\n")).singleElement().asString().contains("an array is not 0 or");
        assertThat(problems("mtu = 1979-05-27\n")).singleElement().asString().contains("a date or time is not");
        assertThat(problems("mtu = 1500.5\n")).singleElement().asString().contains("1500.5 is not");
    }

    @Test
    void aQuotedKeyWithADotIsAnotherKey() {
        assertThat(problems("\"imds.timeout\" = \"5s\"\n"))
                .singleElement()
                .asString()
                .contains("no such setting; did you mean imds.timeout");
    }

    @Test
    void rangesHaveEnds() throws Exception {
        assertThat(read("mtu = 0").mtu()).isZero();
        assertThat(read("mtu = 1280").mtu()).isEqualTo(1280);
        assertThat(problems("mtu = 1279")).hasSize(1);
        assertThat(problems("mtu = -9223372036854775808")).hasSize(1);
        assertThat(read("[daemon]\nrefresh = \"1h\"").refresh()).isEqualTo(Duration.ofHours(1));
        assertThat(problems("[daemon]\nrefresh = \"61m\"")).hasSize(1);
        assertThat(problems("[daemon]\nrefresh = \"999ms\"")).hasSize(1);
        assertThat(problems("[daemon]\nrefresh = \"99999999999999999999s\"")).hasSize(1);
    }

    @Test
    void aGroupsNameIsChecked() throws Exception {
        assertThat(read("[control]\ngroup = \"\"").controlGroup()).isEmpty();
        assertThat(problems("[control]\ngroup = \"net ops\""))
                .containsExactly("enid.toml:2: control.group: \"net ops\" is not the name of a group");
    }

    @Test
    void anEndpointIsChecked() {
        assertThat(problems("[imds]\nendpoint = \"169.254.169.254\""))
                .singleElement()
                .asString()
                .startsWith("enid.toml:2: imds.endpoint: not a URL such as http://169.254.169.254");
    }

    @Test
    void whatIsNoTextOfAPersonIsRefused() throws Exception {
        Path file = etc.resolve("enid.toml");

        Files.write(file, new byte[] {'m', 't', 'u', (byte) 0xff, (byte) 0xfe});
        assertThat(refusal(file)).isEqualTo(file + ": not UTF-8, which TOML has to be");
        Files.write(file, " ".repeat(300_000).getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(file)).isEqualTo(file + ": longer than 262144 bytes: not a settings file");
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(refusal(file)).startsWith(file + ": cannot be read: ");
    }

    private static String refusal(Path file) {
        return catchThrowableOfType(BadSettings.class, () -> SettingsFile.read(file))
                .lines()
                .getFirst();
    }

    @Test
    void whatStandsInTheFileIsShownWithoutItsTerminalEscapes() {
        assertThat(problems("\"\\u001b[31mx\" = 1\nmtu = \"\\u001b]0;x\\u0007\""))
                .noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void theSampleSaysNothingAndUncommentedSaysTheStandards() throws Exception {
        String sample = SettingsGuide.sample();

        assertThat(read(sample)).isEqualTo(read(""));
        assertThat(read(sample.replaceAll("(?m)^#(?=[a-z])", ""))).isEqualTo(read(""));
    }

    @Test
    void everyExampleOfTheDocumentationIsAccepted() throws Exception {
        for (Setting<?> setting : AllSettings.ALL) {
            int dot = setting.key().lastIndexOf('.');
            String table = dot < 0 ? "" : "[" + setting.key().substring(0, dot) + "]\n";

            AgentSettings settings = read(table + setting.key().substring(dot + 1) + " = " + setting.example() + "\n");

            assertThat(settings).as(setting.key()).isNotEqualTo(read(""));
        }
    }

    @Test
    void theDocumentationNamesEveryVariableOfTheEnvironment() {
        assertThat(SettingsGuide.markdown())
                .contains(
                        ImdsSettings.ENDPOINT,
                        ImdsSettings.ENDPOINT_MODE,
                        ImdsSettings.DISABLED,
                        ImdsSettings.VERSION_1_DISABLED,
                        ImdsSettings.TIMEOUT,
                        ImdsSettings.ATTEMPTS);
    }

    @Test
    void theDocumentationIsTheOneThatTheProgramPrints() throws IOException {
        assertThat(Path.of("../docs/settings.md"))
                .as("./enid settings --markdown > docs/settings.md")
                .hasContent(SettingsGuide.markdown());
    }
}
