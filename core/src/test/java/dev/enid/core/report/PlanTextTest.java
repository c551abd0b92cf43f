package dev.enid.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.report.PlanView.Summary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A plan as a person reads it. */
class PlanTextTest {

    private static final PlanView PLAN = new PlanView(
            List.of(
                    new ChangeView(
                            "replace",
                            "eth1",
                            "link eth1 up mtu 9001",
                            Optional.of("link eth1 down mtu 1500"),
                            "eth1 is eni-00000001, device index 1"),
                    new ChangeView(
                            "replace",
                            "eth1",
                            "sysctl net.ipv4.conf.eth1.arp_ignore=1",
                            Optional.of("sysctl net.ipv4.conf.eth1.arp_ignore=0"),
                            "eth1 is in one subnet with eth0"),
                    new ChangeView(
                            "add",
                            "eth1",
                            "address 10.0.2.20/24 dev eth1 noprefixroute",
                            Optional.empty(),
                            "10.0.2.20 is the primary address of eni-00000001"),
                    new ChangeView(
                            "add", "", "rule 9999: from all lookup 9999", Optional.empty(), "docker0 keeps answering"),
                    new ChangeView(
                            "remove",
                            "eth1",
                            "rule 10001: from 10.0.2.99 lookup 10001",
                            Optional.empty(),
                            "10.0.2.99 is no longer of eni-00000001")),
            List.of(new WithheldView(
                    "add",
                    "eth1",
                    "route default via 10.0.2.1 dev eth1 table 10001",
                    "what eni-00000001's addresses send leaves by its gateway",
                    "foreign",
                    "someone else's route default via 10.0.2.254 dev eth1 table 10001 is there")),
            new Summary(2, 2, 1),
            "fresh",
            List.of("eth2: not consistent in IMDS yet: reading device-number: it says 0"));

    @Test
    void changesAreGroupedByInterfaceEachWithItsReason() {
        assertThat(PlanText.of(PLAN, Styles.PLAIN, Integer.MAX_VALUE)).isEqualTo("""
                eth1
                  ~ link eth1 up mtu 9001                         # was down mtu 1500; eth1 is eni-00000001, device index 1
                  ~ sysctl net.ipv4.conf.eth1.arp_ignore=1        # was 0; eth1 is in one subnet with eth0
                  + address 10.0.2.20/24 dev eth1 noprefixroute   # 10.0.2.20 is the primary address of eni-00000001
                  - rule 10001: from 10.0.2.99 lookup 10001       # 10.0.2.99 is no longer of eni-00000001

                host
                  + rule 9999: from all lookup 9999   # docker0 keeps answering

                eth1, withheld
                  + route default via 10.0.2.1 dev eth1 table 10001   # foreign: someone else's route default via 10.0.2.254 dev eth1 table 10001 is there

                ! eth2: not consistent in IMDS yet: reading device-number: it says 0
                Plan: 2 to add, 2 to replace, 1 to remove, 1 withheld.
                """);
    }

    @Test
    void onANarrowTerminalReasonsGoBelow() {
        String text = PlanText.of(PLAN, Styles.PLAIN, 60);

        assertThat(text).contains("""
                  + address 10.0.2.20/24 dev eth1 noprefixroute
                      # 10.0.2.20 is the primary address of eni-00000001
                """, """
                  + route default via 10.0.2.1 dev eth1 table 10001
                      # foreign: someone else's route default via 10.0.2.254
                        dev eth1 table 10001 is there
                """, """
                ! eth2: not consistent in IMDS yet: reading device-number:
                  it says 0
                """);
        assertThat(text.lines()).allMatch(line -> line.length() <= 60);
    }

    @Test
    void coloursChangeNothingButTheColour() {
        String coloured = PlanText.of(PLAN, Styles.ANSI, Integer.MAX_VALUE);

        assertThat(coloured).contains("\u001b[32m+\u001b[0m address", "\u001b[31m-\u001b[0m rule 10001");
        assertThat(coloured.replaceAll("\u001b\\[\\d+m", ""))
                .isEqualTo(PlanText.of(PLAN, Styles.PLAIN, Integer.MAX_VALUE));
    }

    @Test
    void nothingToDoIsOneLine() {
        PlanView settled = new PlanView(
                List.of(),
                List.of(),
                new Summary(0, 0, 0),
                "fresh",
                List.of("2 ENIs are as they should be; 1 ignored.", "eth2: opted out"));

        assertThat(PlanText.of(settled, Styles.PLAIN, 80)).isEqualTo("""
                No changes. 2 ENIs are as they should be; 1 ignored.
                ! eth2: opted out
                """);
    }
}
