package dev.enid.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.file.Backend;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.FoundFile.Kind;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.file.Marker;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Mac;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the files of ens6 go, on hosts with files of others: what amazon-ec2-net-utils gets wrong beside netplan. */
class NetworkdPlaceTest {

    private static final String ETC = "/etc/systemd/network/";
    private static final String RUN = "/run/systemd/network/";
    private static final String USR = "/usr/lib/systemd/network/";

    private static final String ALONE = "[Match]\nMACAddress=02:00:00:00:00:01\n\n[Network]\nDHCP=ipv4\n";
    private static final String MANY = "[Match]\nName=en*\n\n[Network]\nDHCP=yes\n";

    private final List<FoundFile> found = new ArrayList<>();

    private NetworkdPlaceTest file(String path, String text) {
        found.add(new FoundFile(path, Kind.REGULAR, 0644, 0, text));
        return this;
    }

    private NetworkdPlaceTest link(String path, String target) {
        found.add(new FoundFile(path, Kind.SYMBOLIC_LINK, 0777, 0, target));
        return this;
    }

    private NetworkdPlace place() {
        return NetworkdPlace.of(
                NetworkdMatchTest.ens6(Optional.of(new Mac(0x02_00_00_00_00_01L))),
                new NetworkdDirectories(FoundFiles.of(found)));
    }

    private static NetworkdPlace own(String name) {
        return new NetworkdPlace(name, true);
    }

    private static NetworkdPlace beside(String name) {
        return new NetworkdPlace(name, false);
    }

    @Test
    void aHostWithoutFilesHasTheUsualName() {
        assertThat(place()).isEqualTo(own("70-ens6.network"));
        assertThat(place().file()).isEqualTo("/run/systemd/network/70-ens6.network");
        assertThat(place().dropIn("eni.conf")).isEqualTo("/run/systemd/network/70-ens6.network.d/eni.conf");
    }

    @Test
    void filesThatComeLaterOrAreAboutOthersDoNotMatter() {
        file(USR + "80-ec2.network", "[Match]\nDriver=ena\n").file(USR + "99-default.network", MANY);
        file(RUN + "10-netplan-ens5.network", "[Match]\nMACAddress=02:00:00:00:00:00\nName=ens5\n");
        file(ETC + "wired.network", MANY);
        assertThat(place()).isEqualTo(own("70-ens6.network"));
    }

    @Test
    void netplansFileForThisLinkGetsDropIns() {
        file(RUN + "10-netplan-ens6.network", "[Match]\nPermanentMACAddress=02:00:00:00:00:01\nName=ens6\n");
        assertThat(place()).isEqualTo(beside("10-netplan-ens6.network"));
        assertThat(place().dropIn("eni.conf")).isEqualTo("/run/systemd/network/10-netplan-ens6.network.d/eni.conf");
    }

    @Test
    void aFileForManyLinksIsLeftAloneAndComeBefore() {
        file(RUN + "10-netplan-all.network", MANY);
        assertThat(place()).isEqualTo(own("09-enid-ens6.network"));
    }

    @Test
    void theFirstThatMatchesCounts() {
        file(RUN + "10-netplan-ens6.network", ALONE).file(ETC + "20-wired.network", MANY);
        assertThat(place()).isEqualTo(beside("10-netplan-ens6.network"));
        file(ETC + "05-wired.network", MANY);
        assertThat(place()).isEqualTo(own("0-enid-ens6.network"));
    }

    @Test
    void whateverItIsCalledItIsComeBefore() {
        file(ETC + "0-all.network", MANY);
        assertThat(place()).isEqualTo(own("-enid-ens6.network"));
    }

    @Test
    void whatIsNotKnownIsComeBeforeToo() {
        file(RUN + "10-netplan-ens6.network", ALONE + "\n[Match]\nDriver=ena\n");
        assertThat(place()).isEqualTo(own("09-enid-ens6.network"));
    }

    @Test
    void ofOneNameThatInEtcCounts() {
        file(USR + "20-wired.network", MANY).file(ETC + "20-wired.network", "[Match]\nName=ens5\n");
        assertThat(place()).isEqualTo(own("70-ens6.network"));
    }

    @Test
    void maskedFilesAreNone() {
        file(USR + "20-wired.network", MANY).link(ETC + "20-wired.network", "/dev/null");
        file(USR + "30-wired.network", MANY).file(ETC + "30-wired.network", "");
        assertThat(place()).isEqualTo(own("70-ens6.network"));
    }

    @Test
    void linksAreFollowedAsFarAsTheyLeadToWhatWasRead() {
        file(USR + "80-ec2.network", ALONE);
        link(RUN + "10-ens6.network", "../../../usr/lib/systemd/network/80-ec2.network");
        assertThat(place()).isEqualTo(own("09-enid-ens6.network"));
        found.removeLast();
        link(RUN + "10-ens6.network", USR + "80-ec2.network");
        assertThat(place()).isEqualTo(beside("10-ens6.network"));
    }

    @Test
    void dropInsOfOthersTakePart() {
        file(ETC + "20-wired.network", MANY);
        file(RUN + "20-wired.network.d/only.conf", "[Match]\nMACAddress=02:00:00:00:00:01\n");
        assertThat(place()).isEqualTo(beside("20-wired.network"));
        file(ETC + "20-wired.network.d/only.conf", "[Network]\nDHCP=no\n");
        assertThat(place()).isEqualTo(own("09-enid-ens6.network"));
    }

    /** Or a file for many links would look like one for this alone, because of what enid itself said beside it. */
    @Test
    void filesOfEnidDoNotTakePart() {
        String ours =
                Marker.of(Backend.NETWORKD, new EniId("eni-00000001"), "ens6").line() + "\n";
        file(ETC + "20-wired.network", MANY);
        file(RUN + "20-wired.network.d/eni.conf", ours + "[Match]\nMACAddress=02:00:00:00:00:01\n");
        file(RUN + "05-ens6.network", ours + "[Match]\nMACAddress=02:00:00:00:00:01\n");
        assertThat(place()).isEqualTo(own("09-enid-ens6.network"));
    }

    @Test
    void aPersonsFileOfOurNameWinsByNetworkdsOwnRules() {
        file(ETC + "70-ens6.network", ALONE).file(ETC + "70-ens6.network.d/mine.conf", "[Network]\nDHCP=no\n");
        assertThat(place()).isEqualTo(own("70-ens6.network"));
    }
}
