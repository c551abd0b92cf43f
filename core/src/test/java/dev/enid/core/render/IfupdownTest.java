package dev.enid.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.file.HostFile;
import dev.enid.core.host.Host;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IfupdownTest {

    private static final String ETH1 = "/etc/network/interfaces.d/eth1.cfg";

    private static Host host() {
        return Host.withPrimary().settings(Settings.DEFAULT.with(Backend.IFUPDOWN));
    }

    private static Host withEth1() {
        return host().attached(1, "10.0.2.0/24 2001:db8:0:2::/64", "10.0.2.20", "10.0.2.21", "2001:db8:0:2::20")
                .file("/etc/network/interfaces", "source /etc/network/interfaces.d/*\n");
    }

    private static Handing handing(Host host) {
        return Handing.of(host.snapshot(), host.desired(), Settings.DEFAULT.with(Backend.IFUPDOWN));
    }

    private static String text(Host host, String path) {
        HostFile file = Objects.requireNonNull(handing(host).files().files().get(path));
        assertThat(file.mode()).isEqualTo(0644);
        return file.text();
    }

    /** Files beside this class. */
    private static String golden(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(IfupdownTest.class.getResourceAsStream("ifupdown/" + name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anEniIsAFileWithItsLeaseItsTableAndItsRules() throws Exception {
        assertThat(text(withEth1(), ETH1)).isEqualTo(golden("eth1.cfg"));
    }

    @Test
    void anEniWithIpv6AloneNeedsNoLease() throws Exception {
        Host host = host().attached(2, "2001:db8:0:3::/64", "2001:db8:0:3::30", "2001:db8:0:3:1::/80");

        assertThat(text(host, "/etc/network/interfaces.d/eth2.cfg")).isEqualTo(golden("eth2.cfg"));
    }

    @Test
    void theHooksAreThereBeforeAnyEniIs() throws Exception {
        assertThat(handing(host()).files().files().keySet())
                .containsExactly("/etc/dhcp/dhclient-enter-hooks.d/enid", "/etc/dhcp/dhclient-exit-hooks.d/enid");
        assertThat(text(host(), "/etc/dhcp/dhclient-enter-hooks.d/enid")).isEqualTo(golden("enter-hook.sh"));
        assertThat(text(host(), "/etc/dhcp/dhclient-exit-hooks.d/enid")).isEqualTo(golden("exit-hook.sh"));
    }

    @Test
    void whereOnlyNamesWithoutDotsAreReadItHasNone() {
        Host host = withEth1().file("/etc/network/interfaces", "source-directory /etc/network/interfaces.d\n");

        assertThat(handing(host).files().files()).containsKey("/etc/network/interfaces.d/eth1");
    }

    @Test
    void whatAPersonSaysOfALinkCountsAlone() {
        Host host = withEth1()
                .file("/etc/network/interfaces", "source /etc/network/interfaces.d/*\niface eth1 inet static\n");

        assertThat(handing(host).files().files()).doesNotContainKey(ETH1);
    }

    @Test
    void aFileThatSaysHandsOffIsNobodysAndItsLinkToo() {
        Host host = withEth1();
        host.file(ETH1, text(host, ETH1).replace("\n\nallow", "\n# EC2SYNC=no\nallow"));

        assertThat(handing(host).files().files()).doesNotContainKey(ETH1);
        assertThat(handing(host).links()).isEmpty();
        assertThat(host.planned()).noneMatch(line -> line.contains("eth1") || line.contains("10001"));
    }

    /** The leftovers of an ENI that a person opted out would go. */
    @Test
    void whatIsOnSuchALinkStays() {
        Host host = withEth1().converged();
        host.eni(1, "10.0.2.0/24", "10.0.2.20").file(ETH1, "# EC2SYNC=no\n");

        assertThat(host.planned()).isEmpty();
        assertThat(host.noFile(ETH1).planned()).contains("- rule 10001: from 10.0.2.21 lookup 10001");
    }

    @Test
    void linksAreToldToComeAndGoByName() {
        SortedSet<String> up = new TreeSet<>(List.of("eth1", "eth2"));
        SortedSet<String> gone = new TreeSet<>(List.of("eth3"));
        Bringing bringing = new Bringing(up, new TreeSet<>(), new TreeSet<>(), gone, new TreeSet<>());
        Ifupdown ifupdown = new Ifupdown();

        assertThat(ifupdown.before(bringing)).containsExactly(Command.of("ifdown", "--force", "eth3"));
        assertThat(ifupdown.before(Bringing.NOTHING)).isEmpty();
        assertThat(ifupdown.after(Bringing.NOTHING)).isEmpty();
        assertThat(ifupdown.after(bringing)).containsExactly(Command.of("ifup", "eth1"), Command.of("ifup", "eth2"));
    }

    @Test
    void aLinkIsUpWhenIfupIsThroughWithIt() {
        Host host = withEth1().converged();

        assertThat(handing(host).broughtUp()).isEmpty();
        assertThat(handing(host.file("/run/network/ifstate", "lo=lo\neth0=eth0\neth1=eth1\n"))
                        .broughtUp())
                .containsExactly("eth1");
        assertThat(handing(host.file("/run/network/ifup-eth1.pid", "1234")).broughtUp())
                .isEmpty();
    }

    @Test
    void whatIfupdownTakesForUpAndIsGoneIsLost() {
        Host host = withEth1().converged();
        host.file(ETH1, text(host, ETH1)).file("/run/network/ifstate", "lo=lo\neth1=eth1\neth2=eth2\n");
        Ifupdown ifupdown = new Ifupdown();

        assertThat(ifupdown.lost(host.snapshot().host().environment(), host.state()))
                .isEmpty();
        host.unplugged("eth1");
        assertThat(ifupdown.lost(host.snapshot().host().environment(), host.state()))
                .containsExactly("eth1");
        host.noFile(ETH1);
        assertThat(ifupdown.lost(host.snapshot().host().environment(), host.state()))
                .isEmpty();
    }

    /** By iproute2 before 6.3, which cannot tell the kernel whose they are. */
    @Test
    void whatAFilePutsIsOurs() {
        Host host = withEth1();
        host.file(ETH1, text(host, ETH1));
        int eth1 = host.index("eth1");
        Ifupdown ifupdown = new Ifupdown();

        assertThat(ifupdown.put(host.snapshot().host().environment(), host.state()))
                .containsExactlyInAnyOrder(
                        new Address.Id(eth1, Ip.parse("10.0.2.21"), 32),
                        new Address.Id(eth1, Ip.parse("2001:db8:0:2::20"), 0));
        host.file(ETH1, text(host, ETH1) + "# EC2SYNC=no\n");
        assertThat(ifupdown.put(host.snapshot().host().environment(), host.state()))
                .isEmpty();
    }
}
