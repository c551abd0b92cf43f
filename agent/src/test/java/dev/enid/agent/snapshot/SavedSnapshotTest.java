package dev.enid.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.agent.json.JsonFault;
import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.FoundFile.Kind;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.Marker;
import dev.enid.core.inventory.EniId;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.Marking;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host goes out as a document and comes back as it was, without its secrets; and nothing in a document is believed. */
class SavedSnapshotTest {

    private static final Fault NEVER = new Fault(Fault.Kind.NOT_YET, "reading IMDS", "not read yet");
    private static final Instant AT = Instant.parse("2026-11-22T06:00:00Z");

    private static SavedSnapshot saved(Snapshot snapshot) {
        return SavedSnapshot.of(snapshot, Settings.DEFAULT, "0.1.0", AT);
    }

    /** Of a host of which nothing is known but these files. */
    private static SavedSnapshot saved(FoundFile... files) {
        HostEnvironment environment =
                new HostEnvironment(new TreeMap<>(), new TreeSet<>(), FoundFiles.of(List.of(files)));
        return saved(new Snapshot(
                new Reading.Missing<>(NEVER),
                new Reading.Missing<>(NEVER),
                new HostFacts(
                        List.of(),
                        Ownership.OF_ENID,
                        Set.of(),
                        Marking.FREE,
                        Optional.empty(),
                        environment,
                        Map.of())));
    }

    private static SavedSnapshot whole() {
        long seed = 0;
        while (true) {
            Snapshot snapshot = new RandomHost(seed++).snapshot();
            if (snapshot.instance().isFresh()
                    && snapshot.kernel().isFresh()
                    && snapshot.instance().known().orElseThrow().enis().size() > 1
                    && snapshot.state().links().size() > 2
                    && !snapshot.state().addresses().isEmpty()
                    && !snapshot.state().routes().isEmpty()
                    && !snapshot.host().environment().files().files().isEmpty()) {
                return saved(snapshot);
            }
        }
    }

    @Property
    void whatWasSeenIsReadAsItWas(@ForAll long seed) throws JsonFault {
        RandomHost host = new RandomHost(seed);
        Snapshot snapshot = host.snapshot();
        SavedSnapshot saved = SavedSnapshot.of(snapshot, host.settings(), "0.1.0", AT);

        SavedSnapshot read = SavedSnapshot.parse(saved.text());

        assertThat(read).isEqualTo(saved);
        assertThat(read.snapshot()).isEqualTo(snapshot);
        assertThat(read.text()).as("the same host makes the same document").isEqualTo(saved.text());
    }

    @Test
    void ofOthersFilesThereIsWhatARendererReadsAndNothingElse() {
        String text = saved(
                        file(
                                "/etc/NetworkManager/system-connections/office.nmconnection",
                                0600,
                                "[wifi-security]\npsk=hidden-1\n"),
                        file(
                                "/etc/network/interfaces.d/wlan0.cfg",
                                0644,
                                "auto wlan0\niface wlan0 inet dhcp\n  wpa-psk hidden-2\n"),
                        file("/run/NetworkManager/devices/2", 0644, "[device]\nhidden-3\nconnection-uuid=1a-2b\n"),
                        file("/etc/sysconfig/network-scripts/ifcfg-eth0", 0644, "DEVICE=eth0 # hidden-4\n"))
                .text();

        assertThat(text)
                .contains("office.nmconnection", "ifcfg-eth0")
                .as("what a renderer decides by")
                .contains("\"text\": \"auto wlan0\\niface wlan0 inet dhcp\\n\"")
                .contains("\"text\": \"connection-uuid=1a-2b\\n\"")
                .doesNotContain("hidden");
    }

    @Test
    void ofOursAndOfNetworkdTheTextIsToldForItMatters() throws JsonFault {
        String ours =
                Marker.of(Backend.IFUPDOWN, new EniId("eni-0a1b2c3d"), "eth1").line() + "\nauto eth1\n";
        SavedSnapshot saved = saved(
                file("/etc/network/interfaces.d/eth1.cfg", 0644, ours),
                file("/run/systemd/network/10-netplan-eth0.network", 0644, "[Match]\nMACAddress=02:00:5e:00:53:00\n"),
                new FoundFile("/etc/systemd/network/x.network", Kind.SYMBOLIC_LINK, 0777, 0, "/dev/null"));

        FoundFiles files =
                SavedSnapshot.parse(saved.text()).host().environment().files();

        assertThat(files.at("/etc/network/interfaces.d/eth1.cfg").orElseThrow().text())
                .isEqualTo(ours);
        assertThat(files.at("/run/systemd/network/10-netplan-eth0.network")
                        .orElseThrow()
                        .text())
                .contains("MACAddress=02:00:5e:00:53:00");
        assertThat(files.at("/etc/systemd/network/x.network").orElseThrow().text())
                .isEqualTo("/dev/null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "psk=hidden",
                "  wpa-psk hidden",
                "Password=hidden",
                "password-raw = hidden",
                "private-key=hidden",
                "KEY1=s:hidden",
                "WPA_PASSWORD='hidden'",
                "wep-key0=hidden"
            })
    void whoPutASecretIntoAFileOfOursDoesNotFindItInTheDocument(String line) throws JsonFault {
        String marker = Marker.of(Backend.NETWORKMANAGER, new EniId("eni-0a1b2c3d"), "eth1")
                        .line() + "\n";
        String path = "/etc/NetworkManager/system-connections/enid-eth1.nmconnection";
        SavedSnapshot saved = saved(
                file(path, 0600, marker + "[connection]\nid=eth1\n" + line + "\n"),
                file("/etc/systemd/network/a.network", 0644, "[Network]\n" + line + "\n"));

        assertThat(saved.text()).doesNotContain("hidden");
        FoundFile read = SavedSnapshot.parse(saved.text())
                .host()
                .environment()
                .files()
                .at(path)
                .orElseThrow();
        assertThat(read.marker()).as("it still is ours").isPresent();
    }

    private static FoundFile file(String path, int mode, String text) {
        return new FoundFile(path, Kind.REGULAR, mode, 0, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"name\": \"eth0\"` | `\"name\": \"eth0; reboot\"` | kernel.value.links[0].name: no name of a link: \"eth0; reboot\"",
                "`\"name\": \"eth0\"` | `\"name\": \"../eth0\"` | kernel.value.links[0].name: no name of a link: \"../eth0\"",
                "`\"name\": \"eth0\"` | `\"name\": \"eth0\\u001b[2J\"` | kernel.value.links[0].name has control characters: \"eth0\\u001b[2J\"",
                "`\"name\": \"eth1\"` | `\"name\": \"eth0\"` | kernel.value.links[1]: another link has its name or its index",
                "`\"index\": 1,` | `\"index\": 0,` | kernel.value.links[0]: ifindex 0",
                "`\"index\": 1,` | `\"index\": 99999999999,` | not JSON at line",
                "`\"mac\": \"02:00:00:00:00:00\"` | `\"mac\": \"hello\"` | instance.value.enis[0].mac: not a MAC address such as 02:00:5e:00:53:01: \"hello\"",
                "`\"id\": \"eni-00000000000000000\"` | `\"id\": \"eni-0; rm\"` | instance.value.enis[0].id: not an ENI id",
                "`\"zone\": \"eu-central-1a\"` | `\"zone\": \"\"` | instance.value: not an availability zone",
                "`\"zone\": \"eu-central-1a\",` | `` | no zone in instance.value",
                "`\"type\": \"fresh\"` | `\"type\": \"rotten\"` | instance.type: not one of fresh, stale, missing",
                "`\"type\": \"fresh\",` | `` | instance: there is no type at its beginning",
                "`/etc/systemd/network/0.network\": {` | `/etc/../root/0\": {` | host.environment.files.files[\"/etc/../root/0\"]: no plain absolute path",
            })
    void whatIsNoAddressNameOrPathIsRefusedAtItsPlace(String was, String is, String why) {
        String text = whole().text();
        String edited = replaceFirst(text, was, is == null ? "" : is);

        assertThatThrownBy(() -> SavedSnapshot.parse(edited))
                .isInstanceOf(JsonFault.class)
                .hasMessageContaining(why);
    }

    private static String replaceFirst(String text, String was, String is) {
        int at = text.indexOf(was);
        assertThat(at).as("%s in %s", was, text).isNotNegative();
        return text.substring(0, at) + is + text.substring(at + was.length());
    }

    @Test
    void anAddressHasNoMoreBitsThanItsFamily() {
        String edited = whole().text().replaceAll("\"prefixLength\": \\d+", "\"prefixLength\": 129");

        assertThatThrownBy(() -> SavedSnapshot.parse(edited))
                .isInstanceOf(JsonFault.class)
                .hasMessageStartingWith("kernel.value.addresses[0].prefixLength: ");
    }

    @Test
    void aDocumentOfAnotherFormatIsToldByItsNumberAndItsVersion() {
        assertThatThrownBy(() -> SavedSnapshot.parse("{\"format\": 2, \"enid\": \"9.0\", \"world\": {}}"))
                .isInstanceOf(JsonFault.class)
                .hasMessage("it is a snapshot of format 2, written by enid 9.0; this version reads format 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "[1]", "{}", "{\"format\": \"1\", \"enid\": \"x\"}"})
    void whatIsNoSnapshotIsCalledNone(String text) {
        assertThatThrownBy(() -> SavedSnapshot.parse(text))
                .isInstanceOf(JsonFault.class)
                .hasMessageStartingWith("it is no snapshot: ");
    }
}
