package dev.enid.lab.containers;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.host.LabHost;
import java.io.IOException;
import java.util.List;

/** What people and programs do on a host with several ENIs where enid does not run. */
record ByHand(LabHost host) {

    private static final List<Integer> SECONDARY = List.of(1, 2);

    /** Links up and addresses on them, as a DHCP client does it. */
    ByHand addresses() throws IOException, InterruptedException {
        for (int eni : SECONDARY) {
            host.ip("link set " + host.link(eni) + " up");
            for (Ip ip : host.eni(eni).addresses().toList()) {
                boolean v4 = ip.family() == Family.V4;
                host.ip("address add " + ip + (v4 ? "/24" : "/64 nodad") + " dev " + host.link(eni) + " noprefixroute");
            }
        }
        return this;
    }

    /** A table for each secondary ENI, and a rule that leads there from each of its addresses: as amazon-ec2-net-utils. */
    ByHand tables() throws IOException, InterruptedException {
        for (int eni : SECONDARY) {
            String link = host.link(eni);
            host.ip("route add default via " + (eni == 1 ? "10.0.2.1" : "10.0.1.1") + " dev " + link + " onlink table "
                    + table(eni));
            host.ip("-6 route add default via fe80:ec2::1 dev " + link + " table " + table(eni));
            for (Ip ip : host.eni(eni).addresses().toList()) {
                host.ip(family(ip) + " rule add from " + ip + " lookup " + table(eni) + " priority " + table(eni));
            }
        }
        return this;
    }

    /** Connections by a secondary ENI are marked, and what comes out of docker0 goes by the mark: as ubuntu-ec2net's fork. */
    ByHand marksOfDocker0() throws IOException, InterruptedException {
        StringBuilder rules = new StringBuilder();
        for (int eni : SECONDARY) {
            String mark = "0x" + table(eni);
            host.ip("rule add fwmark " + mark + " lookup " + table(eni) + " priority 9000");
            rules.append("iifname ")
                    .append(host.link(eni))
                    .append(" ct state new ct mark set ")
                    .append(mark)
                    .append('\n');
        }
        rules.append("iifname docker0 meta mark set ct mark\n");
        host.file("/run/marks.nft", """
                table ip by_hand {
                    chain prerouting {
                        type filter hook prerouting priority mangle
                %s    }
                }
                """.formatted(rules));
        host.shell().run("nft", "--file", "/run/marks.nft");
        return this;
    }

    /** All of it gone, as if it had never been there. */
    void undo() throws IOException, InterruptedException {
        for (int eni : SECONDARY) {
            host.ip("-4 address flush dev " + host.link(eni) + " scope global");
            host.ip("-6 address flush dev " + host.link(eni) + " scope global");
            host.ip("-4 rule flush table " + table(eni));
            host.ip("-6 rule flush table " + table(eni));
            // Its routes go, too.
            host.ip("link set " + host.link(eni) + " down");
        }
        host.shell().run("nft", "add table ip by_hand; delete table ip by_hand");
    }

    private static String family(Ip ip) {
        return ip.family() == Family.V4 ? "-4" : "-6";
    }

    private static String table(int eni) {
        return "1000" + eni;
    }
}
