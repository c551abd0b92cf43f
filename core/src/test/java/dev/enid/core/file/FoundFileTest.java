package dev.enid.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.inventory.EniId;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoundFileTest {

    private static final String OURS =
            Marker.of(Backend.IFUPDOWN, new EniId("eni-00000001"), "eth1").line() + "\n";

    private static FoundFile file(String path, String text) {
        return new FoundFile(path, FoundFile.Kind.REGULAR, 0644, 0, text);
    }

    private static boolean handsOff(String text) {
        return file("/etc/network/interfaces.d/eth1.cfg", text).saysHandsOff();
    }

    @Test
    void aPersonKeepsEnidOffByALineOfItsOwn() {
        assertThat(List.of("EC2SYNC=no", "  EC2SYNC=no # mine", "# EC2SYNC=no", "#EC2SYNC=no", "EC2SYNC=\"no\"\n"))
                .allMatch(line -> handsOff("auto eth1\n" + line));
        assertThat(handsOff(OURS + "# EC2SYNC=no\niface eth1 inet dhcp\n")).isTrue();
    }

    @Test
    void whatOnlySpeaksOfItDoesNot() {
        assertThat(List.of(
                        "EC2SYNC=yes",
                        "EC2SYNC=nothing",
                        "# add a line that says: # EC2SYNC=no",
                        "NOEC2SYNC=no",
                        "EC2SYNC=\"no"))
                .noneMatch(FoundFileTest::handsOff);
    }

    @Test
    void itIsAboutTheLinkOfItsMarkerOrOfItsName() {
        assertThat(List.of(
                        "/etc/network/interfaces.d/eth1",
                        "/etc/network/interfaces.d/eth1.cfg",
                        "/etc/sysconfig/network-scripts/ifcfg-eth1",
                        "/run/systemd/network/70-eth1.network",
                        "/etc/NetworkManager/system-connections/eth1.nmconnection"))
                .allMatch(path -> file(path, "").isAbout("eth1"))
                .noneMatch(path ->
                        file(path, "").isAbout("eth11") || file(path, "").isAbout("eth"));
        assertThat(file("/etc/network/interfaces.d/eth2.cfg", OURS).isAbout("eth1"))
                .isTrue();
        assertThat(file("/etc/network/interfaces.d/eth2.cfg", OURS).isAbout("eth2"))
                .isFalse();
    }

    @Test
    void theFirstSuchFileOfALinkIsTold() {
        FoundFiles found = FoundFiles.of(List.of(
                file("/etc/network/interfaces.d/eth1.cfg", "# EC2SYNC=no\n"),
                file("/etc/network/interfaces.d/eth2.cfg", "iface eth2 inet dhcp\n")));

        assertThat(found.handsOff("eth1")).map(FoundFile::path).contains("/etc/network/interfaces.d/eth1.cfg");
        assertThat(found.handsOff("eth2")).isEmpty();
    }
}
