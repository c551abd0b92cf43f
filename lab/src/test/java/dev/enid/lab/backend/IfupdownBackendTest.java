package dev.enid.lab.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.debian.Debians;
import dev.enid.lab.debian.LinkManager;
import dev.enid.lab.host.Await;
import dev.enid.lab.topology.AssignRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Debian's ifupdown with dhclient. ENI 2 is in the primary's subnet. */
class IfupdownBackendTest {

    @RegisterExtension
    static final Debians DEBIANS = Debians.in("comes", "kept", "hands", "fails", "lease");

    private static BackendHost start(String name, String more) throws Exception {
        return BackendHost.start(DEBIANS, name, LinkManager.IFUPDOWN, "backend = \"ifupdown\"\n" + more);
    }

    private static String cfg(BackendHost host, int number) {
        return "/etc/network/interfaces.d/" + host.link(number) + ".cfg";
    }

    private static String leasesOf(BackendHost host, String link) throws Exception {
        return host.run("ps -C dhclient -o pid=,args=")
                .lines()
                .filter(line -> line.contains("/dhclient." + link + ".pid"))
                .toList()
                .toString();
    }

    /** By ifupdown and dhclient, and not by enid; and nothing of it is before the primary's. */
    private static void assertBroughtUp(BackendHost host, int number) throws Exception {
        String link = host.link(number);
        assertThat(host.run("ifquery --state").lines()).contains(link + "=" + link);
        assertThat(leasesOf(host, link)).contains("-e IF_METRIC=");
        assertThat(host.run("ip -4 address show dev " + link + " dynamic"))
                .contains(host.eni(number).ipv4().getFirst() + "/24", "noprefixroute");
        assertThat(host.run("ip -4 route show dev " + link)).doesNotContain("proto kernel");
        assertThat(host.run("ip -4 route show default dev " + link))
                .containsOnlyOnce("default")
                .contains("proto 236");
        assertThat(host.run("ip -6 route show default dev " + link))
                .containsOnlyOnce("default")
                .contains("proto 236");
    }

    @Test
    void enisComeByIfupChangeWhileUpAndAreThereAfterAReboot() throws Exception {
        try (BackendHost host = start("comes", "")) {
            host.attach(1, 2);
            host.settled();
            host.assertReachable(0, 1, 2);
            assertBroughtUp(host, 1);
            assertBroughtUp(host, 2);
            host.assertNothingToDo();

            // What is changed while a link is up leaves it up.
            String leases = leasesOf(host, host.link(1));
            String downs = "/sys/class/net/" + host.link(1) + "/carrier_down_count";
            String before = host.run("cat " + downs);
            host.assign(1, AssignRequest.counts(1, 1, 1, 1));
            host.settled();
            host.assertReachable(0, 1, 2);
            Ip second = host.eni(1).ipv4().get(1);
            assertThat(host.file(cfg(host, 1)).orElseThrow()).contains("addr add " + second + "/32");
            assertThat(host.run("ip rule show"))
                    .contains("from "
                            + host.eni(1).prefixes(Family.V4).findFirst().orElseThrow() + " lookup " + host.table(1));
            host.run("systemctl restart enid.service");
            host.settled();
            assertThat(leasesOf(host, host.link(1))).isEqualTo(leases);
            assertThat(host.run("cat " + downs)).isEqualTo(before);

            // After a reboot it is there without enid.
            host.run("systemctl disable enid.service");
            host.reboot();
            host.awaitReachable(0, 1, 2);
            for (int number : new int[] {1, 2}) {
                Await.until(
                        "ifup is through with ENI " + number,
                        () -> host.file("/run/network/ifup-" + host.link(number) + ".pid")
                                .isEmpty());
                assertBroughtUp(host, number);
            }
            host.run("systemctl start enid.service");
            host.settled();
            host.assertNothingToDo();

            // ip put it, and cannot say for whom.
            assertThat(host.run("ip address show dev " + host.link(1))).contains(" " + second + "/32");
            host.unassign(1, second);
            host.settled();
            assertThat(host.run("ip address show dev " + host.link(1))).doesNotContain(" " + second + "/32");

            String link = host.link(1);
            String rules = "lookup " + host.table(1);
            host.detach(1);
            Await.until(
                    "nothing is left of " + link,
                    () -> host.file("/etc/network/interfaces.d/" + link + ".cfg")
                                    .isEmpty()
                            && !host.run("ifquery --state").contains(link + "=")
                            && !(host.run("ip rule show") + host.run("ip -6 rule show")).contains(rules)
                            && leasesOf(host, link).equals("[]"));
            host.settled();
            host.assertReachable(0, 2);
            host.assertNothingToDo();
        }
    }

    @Test
    void theFileOfAnEniCanWaitForItsReturn() throws Exception {
        try (BackendHost host = start("kept", "keep-files = true\n")) {
            host.attach(1);
            host.settled();
            assertBroughtUp(host, 1);

            String link = host.link(1);
            host.detach(1);
            Await.until(
                    "ifupdown knows that " + link + " is gone",
                    () -> !host.run("ifquery --state").contains(link + "=")
                            && leasesOf(host, link).equals("[]"));
            host.settled();
            assertThat(host.file("/etc/network/interfaces.d/" + link + ".cfg")).isPresent();
            host.assertNothingToDo();

            host.attach(1);
            host.settled();
            host.assertReachable(0, 1);
            assertBroughtUp(host, 1);
            host.assertNothingToDo();
        }
    }

    @Test
    void whereAFileSaysHandsOffThePersonHasIt() throws Exception {
        try (BackendHost host = start("hands", "")) {
            host.attach(1);
            host.settled();
            String text = host.file(cfg(host, 1)).orElseThrow() + "\n# EC2SYNC=no\n";
            host.write(cfg(host, 1), text);
            Await.until(
                    "enid has seen it",
                    () -> host.status(1).findings().contains("left alone by EC2SYNC=no in " + cfg(host, 1)));

            host.assign(1, AssignRequest.counts(1, 0, 0, 0));
            String added = host.eni(1).ipv4().get(1).toString();
            host.settled();
            assertThat(host.status(1).addresses()).contains(added);
            assertThat(host.file(cfg(host, 1))).contains(text);
            assertThat(host.run("ip -4 address show dev " + host.link(1))).doesNotContain(added);
            assertThat(host.run("ip rule show"))
                    .contains("from " + host.eni(1).ipv4().getFirst() + " lookup " + host.table(1));

            host.write(cfg(host, 1), text.replace("# EC2SYNC=no\n", ""));
            host.settled();
            Await.until("enid has it again", () -> host.status(1).state().equals("ok"));
            host.settled();
            host.assertReachable(0, 1);
            assertThat(host.file(cfg(host, 1)).orElseThrow()).contains("addr add " + added + "/32");
            host.assertNothingToDo();
        }
    }

    @Test
    void oneThatDoesNotComeUpIsToldInIfupsWordsAndKeepsNoOther() throws Exception {
        try (BackendHost host = start("fails", "")) {
            host.run("systemctl stop enid.service");
            host.attach(1, 2);
            String script = "/etc/network/if-pre-up.d/broken";
            host.write(script, "#!/bin/sh\n[ \"$IFACE\" != " + host.link(1) + " ]\n");
            host.run("chmod 755 " + script);
            host.run("systemctl start enid.service");

            Await.until("ENI 2 is up", () -> host.run("ifquery --state").contains(host.link(2) + "="));
            Await.untilNothing("ifup has said what is wrong", () -> {
                String findings = host.status(1).findings().toString();
                return findings.contains("failed to bring up " + host.link(1))
                        ? Optional.empty()
                        : Optional.of(findings);
            });
            host.awaitReachable(0, 2);

            host.run("rm " + script);
            host.run("systemctl restart enid.service");
            host.settled();
            assertBroughtUp(host, 1);
            host.assertReachable(0, 1, 2);
        }
    }

    /** dhclient's script as dhclient runs it: when a lease ends, and when the next comes. */
    @Test
    void aLeaseThatComesAnewBringsTheAddressAndWhatBelongsToItAlone() throws Exception {
        try (BackendHost host = start("lease", "")) {
            host.attach(1);
            host.settled();
            host.assign(1, AssignRequest.counts(1, 0, 0, 0));
            host.settled();
            host.run("systemctl stop enid.service");
            String names = host.file("/etc/resolv.conf").orElseThrow();
            String link = host.link(1);
            Ip ip = host.eni(1).ipv4().getFirst();
            String script = "/sbin/dhclient-script";

            host.run("env interface=" + link + " reason=EXPIRE old_ip_address=" + ip + " " + script);
            assertThat(host.run("ip -4 address show dev " + link)).isEmpty();
            host.run("env interface=" + link + " reason=BOUND new_ip_address=" + ip
                    + " new_subnet_mask=255.255.255.0 new_routers=10.0.2.1 new_dhcp_lease_time=3600"
                    + " new_domain_name_servers=192.0.2.1 new_host_name=other " + script);

            assertBroughtUp(host, 1);
            host.assertReachable(0, 1);
            assertThat(host.file("/etc/resolv.conf")).contains(names);
            host.run("systemctl start enid.service");
            host.settled();
            host.assertNothingToDo();
        }
    }
}
