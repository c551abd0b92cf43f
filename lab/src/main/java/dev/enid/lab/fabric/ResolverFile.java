package dev.enid.lab.fabric;

import dev.enid.core.ip.Ip;
import dev.enid.lab.dns.HostNames;
import dev.enid.lab.topology.HostManager;
import dev.enid.lab.topology.Subnet;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** /etc/resolv.conf of an instance, which is its own: as a manager writes it when DHCP has told where DNS is. */
final class ResolverFile {

    private ResolverFile() {}

    /** Empty where nobody manages the instance. */
    static String text(Vpc vpc, VpcInstance instance) {
        if (instance.manager() == HostManager.NONE) {
            return "";
        }
        Subnet subnet = vpc.subnet(vpc.primary(instance.name()));
        Ip resolver = subnet.ipv6Only() ? Vpc.RESOLVER_V6 : vpc.resolverV4().orElse(Vpc.RESOLVER_LINK_LOCAL);
        return "search " + HostNames.ofZone(instance.zone()).domain() + "\nnameserver " + resolver + "\n";
    }

    /** Writes it, as the machine sees it. */
    static void write(Vpc vpc, VpcInstance instance, Machine machine) throws IOException {
        Files.writeString(
                Path.of("/proc", Long.toString(machine.process()), "root/etc/resolv.conf"), text(vpc, instance));
    }
}
