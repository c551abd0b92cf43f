package dev.enid.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enid.agent.host.PrivateHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What another network manager would get of this host, and what a person elsewhere can tell of it. */
@ExtendWith(PrivateHost.Extension.class)
class ElsewhereTest {

    private static final String ETH1 = "/etc/network/interfaces.d/eth1.cfg";

    @TempDir
    private Path directory;

    private Ec2Host host;
    /** Someone's laptop: no IMDS, no ENIs, no right to anything. */
    private final Shell laptop = new Shell().withBuiltIn().as(1000);

    @BeforeEach
    void anInstanceWithAnEniPluggedIn(PrivateHost given) throws Exception {
        host = new Ec2Host(given, directory);
        host.attach(1);
    }

    @AfterEach
    void end() throws Exception {
        host.end();
    }

    @Test
    void whoeverAsksSeesTheFilesOfAnyManagerAndNothingIsTouched() throws Exception {
        String before = host.network();
        host.becomeNobody();

        String files = host.expect(0, "render", "--backend", "ifupdown");

        assertThat(files)
                .contains("# " + ETH1 + "  mode 0644\n# Written by enid, backend ifupdown, for eni-00000001 on eth1;")
                .contains("\niface eth1 inet ")
                .endsWith("# then ifupdown is told\nifup eth1\n");
        assertThat(host.expect(0, "render", "--backend", "networkmanager"))
                .contains("nmcli connection reload\n")
                .contains("  mode 0600\n");
        assertThat(host.network()).isEqualTo(before);
    }

    @Test
    void withoutABackendItIsTheOneInForce() throws Exception {
        assertThat(host.expect(0, "render"))
                .endsWith("! There are no files to write: by backend direct enid brings ENIs up itself.\n");

        host.settings("backend = \"ifupdown\"\n");

        assertThat(host.json(0, "render", "--json").at("/backend").asText()).isEqualTo("ifupdown");
    }

    @Test
    void asJsonAndBelowADirectoryTheyAreTheSame() throws Exception {
        JsonNode json = host.json(0, "render", "--backend", "ifupdown", "--json");
        Path out = directory.resolve("new/files");

        String text = host.expect(0, "render", "--backend", "ifupdown", "--out", out.toString());

        assertThat(text)
                .startsWith("Below " + out + ":\n")
                .contains("  0644 " + ETH1 + "\n")
                .endsWith("On a host, ifupdown would then be told:\n  ifup eth1\n");
        assertThat(json.at("/files")).isNotEmpty();
        for (JsonNode file : json.at("/files")) {
            Path written = out.resolve(file.at("/path").asText().substring(1));
            assertThat(written).hasContent(file.at("/text").asText());
            String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(written));
            assertThat(file.at("/mode").asText()).isEqualTo(rights.startsWith("rwx") ? "0755" : "0644");
        }
        try (Stream<Path> all = Files.walk(out)) {
            assertThat(all.filter(Files::isRegularFile))
                    .hasSize(json.at("/files").size());
        }
        assertThat(json.at("/commands").toString()).isEqualTo("[\"ifup eth1\"]");
    }

    @Test
    void whatLiesInTheDirectoryStays() throws Exception {
        Path out = Files.createDirectory(directory.resolve("out"));
        Path file = Files.writeString(out.resolve("notes.txt"), "mine\n");

        assertThat(host.expect(1, "render", "--backend", "ifupdown", "--out", out.toString()))
                .isEqualTo("enid: nothing was written below \"" + out + "\": it is not empty\n"
                        + "      --out takes a directory that is not there yet, or is empty\n");
        assertThat(host.expect(1, "render", "--backend", "ifupdown", "--out", file.toString()))
                .contains(": it is no directory\n");
        try (Stream<Path> all = Files.list(out)) {
            assertThat(all).containsExactly(file);
        }
        assertThat(file).hasContent("mine\n");
    }

    @Test
    void aSlipOfTheHandIsCorrected() throws Exception {
        assertThat(host.expect(64, "render", "--backend", "netwrokd")).isEqualTo("""
                        enid: there is no backend "netwrokd"; did you mean "networkd"?
                              see enid render --help
                        """);
        assertThat(host.expect(64, "render", "--backend", "systemd"))
                .startsWith(
                        "enid: there is no backend \"systemd\"; there are direct, networkd, ifupdown, ifcfg, sles,");
    }

    @Test
    void withoutImdsItSaysWhatItCannotKnow() throws Exception {
        host.imds().close();

        assertThat(host.expect(1, "render", "--backend", "networkd"))
                .startsWith("enid: IMDS has not been read, so it is not known which ENIs there are\n      ");

        Path file = snapshot();
        assertThat(laptop.type("render", "--from", file.toString()).err())
                .startsWith("enid: IMDS has not been read, so it is not known which ENIs there are\n");
        assertThat(laptop.type("plan", "--from", file.toString()).out())
                .startsWith("No changes. IMDS has not been read");
    }

    private Path snapshot() throws Exception {
        return Files.writeString(directory.resolve("web.json"), host.expect(0, "snapshot"));
    }

    @Test
    void aSnapshotTellsElsewhereWhatTheHostItselfWouldSay() throws Exception {
        host.settings("mtu = 1500\n");
        host.becomeNobody();
        String file = snapshot().toString();

        for (List<String> words : List.of(
                List.of("plan"),
                List.of("plan", "--json"),
                List.of("render", "--backend", "ifupdown"),
                List.of("render", "--backend", "networkmanager", "--json"))) {
            Shell.Answer here = host.type(words.toArray(String[]::new));
            Shell.Answer there = laptop.type(
                    Stream.concat(words.stream(), Stream.of("--from", file)).toArray(String[]::new));
            assertThat(there).as("%s", words).isEqualTo(here);
            assertThat(here.out()).as("%s", words).contains("eni-00000001");
        }
        Shell.Answer explained = laptop.type("explain", "--to", "198.51.100.10", "--snapshot", file);
        assertThat(explained.exit()).isZero();
        assertThat(explained.out())
                .contains("The packet leaves by eth0 via 10.0.0.1")
                .doesNotContain("The kernel says");
    }

    @Test
    void aSnapshotIsOneDocumentWithItsFormAndItsTime() throws Exception {
        JsonNode snapshot = host.json(0, "snapshot");

        assertThat(snapshot.at("/format").asInt()).isEqualTo(1);
        assertThat(snapshot.at("/enid").asText()).isNotEmpty();
        assertThat(snapshot.at("/at").asText()).endsWith("Z");
        assertThat(snapshot.at("/instance/type").asText()).isEqualTo("fresh");
        assertThat(snapshot.at("/instance/value/enis")).hasSize(2);
        assertThat(snapshot.at("/kernel/type").asText()).isEqualTo("fresh");
        assertThat(snapshot.at("/kernel/value/links")).hasSize(3);
        assertThat(snapshot.at("/settings/mtu").asInt()).isEqualTo(9001);
        assertThat(snapshot.at("/host/environment/osRelease").isObject()).isTrue();
    }

    @Test
    void aFileThatIsNoSnapshotIsRefusedWithTheReason() throws Exception {
        Path torn = directory.resolve("torn.json");
        String whole = host.expect(0, "snapshot");
        Files.writeString(torn, whole.substring(0, whole.length() / 2));
        Path later = Files.writeString(directory.resolve("later.json"), "{\"format\": 7, \"enid\": \"3.1\"}");

        assertThat(laptop.type("plan", "--from", torn.toString()).err())
                .startsWith("enid: \"" + torn + "\" cannot be used: it is no snapshot: not JSON at line ")
                .endsWith("\n      `enid snapshot > FILE` writes one, on the host that it is to be of\n");
        assertThat(laptop.type("render", "--from", later.toString()).err())
                .contains("it is a snapshot of format 7, written by enid 3.1; this version reads format 1\n");
        assertThat(laptop.type("explain", "--to", "::1", "--snapshot", "/nonexistent/file")
                        .err())
                .contains("cannot be used: there is no such file\n");
        assertThat(laptop.type("plan", "--from", directory.toString()).exit()).isEqualTo(1);
    }

    @Test
    void statusSaysOnRequestByWhomAndWhy() throws Exception {
        assertThat(host.expect(0, "status")).doesNotContain("ackend");
        assertThat(host.expect(0, "status", "-v"))
                .contains("\n\nBackend direct:\n  backend = \"direct\" is in force\n\n");

        host.settings("backend = \"ifcfg\"\n");

        assertThat(host.expect(0, "status")).contains("; backend ifcfg; daemon not running\n");
        assertThat(host.expect(0, "status", "--verbose"))
                .contains("\n\nBackend ifcfg:\n  backend = \"ifcfg\" is in force\n");
        JsonNode status = host.json(0, "status", "--json");
        assertThat(status.at("/backend").asText()).isEqualTo("ifcfg");
        assertThat(status.at("/backendBecause/0").asText()).isEqualTo("backend = \"ifcfg\" is in force");
        assertThat(status.at("/asked").isArray()).isTrue();
    }
}
