package dev.enid.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.EniSelector;
import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.file.BackendChoice;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.host.Host;
import dev.enid.core.kernel.Route;
import dev.enid.core.report.StatusView.InstanceView;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How things stand, and how a person reads it. */
class StatusViewTest {

    private static final BackendChoice DIRECT = BackendChoice.of(Optional.of(Backend.DIRECT), HostEnvironment.UNKNOWN);

    private static StatusView view(Host host, String... troubles) {
        return StatusView.of(host.snapshot(), host.desired(), host.plan(), DIRECT, true, List.of(troubles));
    }

    private static String text(StatusView view, int width) {
        return StatusText.of(view, Styles.PLAIN, width);
    }

    @Test
    void aHostThatIsAsItShouldBe() {
        StatusView status = view(Host.withPrimary()
                .attached(1, "10.0.2.0/24 2001:db8:2::/64", "10.0.2.20", "10.0.2.21", "2001:db8:2::20", "10.0.2.64/28")
                .converged());

        assertThat(status.instance()).contains(new InstanceView("i-00000001", "eu-central-1a"));
        assertThat(status.converged()).isTrue();
        assertThat(status.enis().get(1).primaryAddress()).contains("10.0.2.20");
        assertThat(status.enis().get(1).addresses()).containsExactly("10.0.2.20", "10.0.2.21", "2001:db8:2::20");
        assertThat(status.enis().get(1).prefixes()).containsExactly("10.0.2.64/28");
        assertThat(text(status, Integer.MAX_VALUE)).isEqualTo("""
                i-00000001 in eu-central-1a; IMDS fresh; daemon running

                ENI           INTERFACE  INDEX  TABLE  STATE  ADDRESSES
                eni-00000000  eth0       0      10000  ok     10.0.1.10
                eni-00000001  eth1       1      10001  ok     10.0.2.20 10.0.2.21 2001:db8:2::20 10.0.2.64/28

                Converged.
                """);
    }

    @Test
    void addressesGoOnBelowThemselvesOnANarrowTerminal() {
        StatusView status = view(Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.21", "10.0.2.22", "10.0.2.23")
                .converged());

        assertThat(text(status, 70)).contains("""
                eni-00000001  eth1       1      10001  ok     10.0.2.20 10.0.2.21
                                                              10.0.2.22 10.0.2.23
                """);
        assertThat(text(status, 40)).contains("""
                eni-00000001  eth1       1      10001  ok
                    10.0.2.20 10.0.2.21 10.0.2.22
                    10.0.2.23
                """);
    }

    @Test
    void anEniThatImdsDoesNotDescribeYetIsKnownByItsMac() {
        StatusView status =
                view(Host.withPrimary().converged().link("eth1", 1, "").pending(1));

        EniView eni = status.enis().getLast();
        assertThat(eni.state()).isEqualTo("pending");
        assertThat(eni.id()).isEmpty();
        assertThat(eni.interface_()).contains("eth1");
        assertThat(eni.table()).isEmpty();
        assertThat(text(status, Integer.MAX_VALUE)).contains("""
                02:00:00:00:00:01  eth1       -      -      pending
                  ! not consistent in IMDS yet: reading device-number: it says 0
                """);
    }

    @Test
    void anIgnoredEniSaysWhy() {
        Settings settings = new Settings(List.of(EniSelector.parse("eth1")), new TreeSet<>(), true, false, 9001);
        StatusView status =
                view(Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20").settings(settings));

        assertThat(status.enis().get(1).state()).isEqualTo("ignored");
        assertThat(status.enis().get(1).findings()).singleElement().asString().contains("eth1");
    }

    @Test
    void whatIsWithheldIsAFindingOfItsEni() {
        StatusView status = view(Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .route("0.0.0.0/0", "10.0.2.254", "eth1", 10001, 0, Route.PROTOCOL_STATIC));

        assertThat(status.enis().get(1).findings())
                .anyMatch(each ->
                        each.startsWith("withheld (foreign): add route default via 10.0.2.1 dev eth1 table 10001: "));
        assertThat(status.findings()).isEmpty();
    }

    @Test
    void whatIsLeftToDoIsCounted() {
        StatusView status = view(Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20"));

        assertThat(status.converged()).isFalse();
        assertThat(text(status, 80))
                .endsWith("Not converged: " + status.summary().all() + " changes to make. `enid plan` shows them.\n");
    }

    @Test
    void aHostWhoseImdsWasNeverReadIsNotCalledConverged() {
        StatusView status = view(Host.withPrimary().imdsNeverRead(), "the ledger is left aside");

        assertThat(status.instance()).isEmpty();
        assertThat(status.converged()).isFalse();
        assertThat(text(status, Integer.MAX_VALUE)).isEqualTo("""
                Instance unknown; IMDS missing; daemon running

                ! IMDS has not been read, so it is not known what should hold, and nothing is changed: reading mac: no answer within 1 s.
                ! the ledger is left aside
                Not known to be converged.
                """);
    }

    @Test
    void coloursChangeNothingButTheColour() {
        StatusView status = view(Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.21", "10.0.2.22", "10.0.2.23")
                .pending(2));

        for (int width : new int[] {40, 70, Integer.MAX_VALUE}) {
            assertThat(StatusText.of(status, Styles.ANSI, width).replaceAll("\u001b\\[\\d+m", ""))
                    .isEqualTo(text(status, width));
        }
        assertThat(StatusText.of(status, Styles.ANSI, 80)).contains("\u001b[32mok\u001b[0m");
    }

    @Test
    void onRequestItSaysByWhomEnisAreBroughtUpAndWhatThatOneWasTold() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .asked("eth1", true, "ifup eth1 was asked")
                .asked("eth2", false, "ifup eth2: exit status 1: Cannot find device");
        BackendChoice choice =
                new BackendChoice(Backend.IFUPDOWN, List.of("ifupdown has its settings", "so it has ENIs"));
        StatusView status = StatusView.of(host.snapshot(), host.desired(), host.plan(), choice, true, List.of());

        assertThat(text(status, Integer.MAX_VALUE))
                .startsWith("i-00000001 in eu-central-1a; IMDS fresh; backend ifupdown; daemon running\n")
                .doesNotContain("Backend");
        assertThat(StatusText.inFull(status, Styles.PLAIN, Integer.MAX_VALUE)).contains("""


                Backend ifupdown:
                  ifupdown has its settings
                  so it has ENIs
                  eth1: ifup eth1 was asked (may still come)
                  eth2: ifup eth2: exit status 1: Cannot find device

                """);
    }
}
