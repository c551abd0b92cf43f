package dev.enid.agent.rtnl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.host.PrivateHost;
import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Policy;
import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.HostFile;
import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.EniId;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.Outcome;
import dev.enid.core.plan.Plan;
import dev.enid.core.plan.Planner;
import dev.enid.core.reading.Reading;
import dev.enid.core.render.Handing;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.Marking;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of scripts whose packages Debian has not, carried out on a real kernel as these scripts do it: by the same calls of {@code ip},
 * in the same order. Nothing that was handed to them is missing then, and enid has but its own part to do.
 */
@ExtendWith(PrivateHost.Extension.class)
class ScriptsInNamespaceTest {

    private static final Mac PRIMARY = new Mac(0x02005e005300L);
    private static final Mac SECOND = new Mac(0x02005e005301L);

    private static final Instance INSTANCE = new Instance(
            "i-0a1b2c3d",
            "eu-central-1a",
            List.of(
                    eni(0, PRIMARY, List.of("10.0.0.4", "10.0.0.5"), List.of("2001:db8:0:0::4"), List.of()),
                    eni(
                            1,
                            SECOND,
                            List.of("10.0.1.4", "10.0.1.5"),
                            List.of("2001:db8:0:1::4", "2001:db8:0:1::5"),
                            List.of("10.0.1.32/28", "2001:db8:0:1:8::/80"))),
            List.of());

    @TempDir
    private Path directory;

    private PrivateHost host;
    private Kernel kernel;

    private static Eni eni(int number, Mac mac, List<String> v4, List<String> v6, List<String> prefixes) {
        return new Eni(
                new EniId("eni-0000000" + number),
                mac,
                number == 0,
                0,
                number,
                Optional.of(Cidr.parse("10.0." + number + ".0/24")),
                List.of(Cidr.parse("2001:db8:0:" + number + "::/64")),
                v4.stream().map(Ip::parse).toList(),
                v6.stream().map(Ip::parse).toList(),
                prefixes.stream().map(Cidr::parse).toList());
    }

    @BeforeEach
    void aHostThatHasItsPrimary(PrivateHost given) throws Exception {
        host = given;
        kernel = Kernel.open(host.namespace());
        must("link set lo up");
        host.plug("eth0", PRIMARY);
        must("link set eth0 up");
        must("address add 10.0.0.4/24 dev eth0");
        must("address add 2001:db8:0:0::4/128 dev eth0 nodad");
        must("route add default via 10.0.0.1 dev eth0 proto dhcp");
        must("-6 route add default via fe80:ec2::1 dev eth0 proto ra metric 1024");
        host.plug("eth1", SECOND);
        // The VPC has no duplicates, and enid lets the kernel look for none, before anybody brings the link up.
        host.run("sysctl", "-qw", "net.ipv6.conf.eth1.accept_dad=0");
    }

    @AfterEach
    void close() {
        kernel.close();
    }

    /** Prints nothing when all is well. */
    private void must(String arguments) {
        assertThat(host.ip(arguments)).as("ip " + arguments).isEmpty();
    }

    private Snapshot snapshot(Collection<HostFile> files, String osVersion) throws Exception {
        List<FoundFile> found = files.stream()
                .map(file -> new FoundFile(file.path(), FoundFile.Kind.REGULAR, file.mode(), 0, file.text()))
                .toList();
        HostEnvironment environment = new HostEnvironment(
                new TreeMap<>(Map.of("VERSION_ID", osVersion)),
                new TreeSet<>(List.of(HostEnvironment.SLES_IFUP)),
                FoundFiles.of(found));
        return new Snapshot(
                new Reading.Fresh<>(INSTANCE, Instant.EPOCH),
                new Reading.Fresh<>(kernel.observe(), Instant.EPOCH),
                new HostFacts(
                        List.of(), Ownership.OF_ENID, Set.of(), Marking.FREE, Optional.empty(), environment, Map.of()));
    }

    private static Handing handing(Snapshot snapshot, Backend backend) {
        Settings settings = Settings.DEFAULT.with(backend);
        return Handing.of(snapshot, Policy.desire(snapshot, settings), settings);
    }

    private static Plan plan(Snapshot snapshot, Backend backend) {
        Desired desired = Policy.desire(snapshot, Settings.DEFAULT.with(backend));
        return Planner.plan(snapshot, desired, handing(snapshot, backend));
    }

    /** What the scripts have not brought; then enid does its part, and nothing is left to do. */
    private void assertNothingIsMissing(Collection<HostFile> files, Backend backend, String osVersion)
            throws Exception {
        Snapshot brought = snapshot(files, osVersion);
        Handing handing = handing(brought, backend);
        Plan rest = plan(brought, backend);
        assertThat(rest.changes().stream()
                        .map(Change::step)
                        .map(step -> step.object())
                        .filter(object -> handing.link(object).isPresent())
                        .map(object -> object.toIproute2(brought.state())))
                .isEmpty();
        assertThat(handing.links().keySet()).hasSizeGreaterThan(15);

        assertThat(kernel.apply(rest.changes())).allMatch(outcome -> outcome instanceof Outcome.Done);
        Plan last = plan(snapshot(files, osVersion), backend);
        assertThat(last.changes()).isEmpty();
        assertThat(last.withheld()).isEmpty();
    }

    private Collection<HostFile> files(Backend backend, String osVersion) throws Exception {
        return handing(snapshot(List.of(), osVersion), backend).files().files().values();
    }

    private static List<String> lines(Collection<HostFile> files, String name) {
        return files.stream()
                .filter(file -> file.path().endsWith("/" + name))
                .flatMap(file -> file.text().lines())
                .filter(line -> !line.matches("\\s*(#.*)?"))
                .toList();
    }

    private static Map<String, String> assignments(Collection<HostFile> files) {
        Map<String, String> values = new TreeMap<>();
        for (String line : lines(files, "ifcfg-eth1")) {
            String[] sides = line.split("=", 2);
            values.put(sides[0], sides[1].replace("\"", ""));
        }
        return values;
    }

    private static String value(Map<String, String> values, String key) {
        return Optional.ofNullable(values.get(key)).orElse("");
    }

    /** As ifup-eth, ifup-ipv6 and ifup-routes of initscripts 9.49 do it, for what is in the files. */
    private void ifupByNetworkScripts(Collection<HostFile> files) {
        Map<String, String> values = assignments(files);
        must("link set dev eth1 mtu " + value(values, "MTU"));
        must("link set dev eth1 up");
        for (int i = 0; values.containsKey("IPADDR" + i); i++) {
            String address = value(values, "IPADDR" + i) + "/" + value(values, "PREFIX" + i);
            must("addr add " + address + " brd + dev eth1 " + value(values, "SCOPE") + " label eth1");
            must("addr change " + address + " dev eth1 valid_lft forever preferred_lft forever");
        }
        must("-6 addr replace " + value(values, "IPV6ADDR") + " dev eth1");
        for (String address : value(values, "IPV6ADDR_SECONDARIES").split(" ", -1)) {
            must("-6 addr replace " + address + " dev eth1");
        }
        lines(files, "route-eth1").forEach(line -> must("-4 route add " + line));
        lines(files, "route6-eth1").forEach(line -> must("-6 route add " + line));
        lines(files, "rule-eth1").forEach(line -> must("-4 rule add " + line));
        lines(files, "rule6-eth1").forEach(line -> must("-6 rule add " + line));
    }

    @Test
    void networkScriptsBringWhatTheirFilesSay() throws Exception {
        Collection<HostFile> files = files(Backend.IFCFG, "2");
        ifupByNetworkScripts(files);
        // No route of the kernel's goes before the primary's.
        assertThat(host.ip("-4 route show dev eth1 proto kernel")).isEmpty();
        assertNothingIsMissing(files, Backend.IFCFG, "2");
    }

    @Test
    void theyTakeBackTheirRules() throws Exception {
        for (String version : List.of("2", "7.9")) {
            Collection<HostFile> files = files(Backend.IFCFG, version);
            lines(files, "rule-eth1").forEach(line -> must("-4 rule add " + line));
            lines(files, "rule6-eth1").forEach(line -> must("-6 rule add " + line));
            assertThat(host.ip("rule show priority 10001")).contains("from 10.0.1.4 lookup 10001");

            lines(files, "rule-eth1").forEach(line -> must("rule del " + line));
            lines(files, "rule6-eth1").forEach(line -> must("-6 rule del " + line));
            assertThat(host.ip("rule show priority 10001")).isEmpty();
            assertThat(host.ip("-6 rule show priority 10001")).isEmpty();
        }
    }

    /** As ifup of sysconfig 0.71 does it, with ifup-route, and its hook by our script. */
    private void ifupBySles11(Collection<HostFile> files) throws Exception {
        Map<String, String> values = assignments(files);
        must("link set dev eth1 mtu " + value(values, "MTU") + " up");
        for (int i = 0; values.containsKey("IPADDR_" + i); i++) {
            String address = value(values, "IPADDR_" + i);
            must("addr add " + address + (address.contains(":") ? "" : " brd +") + " dev eth1");
        }
        for (String line : lines(files, "ifroute-eth1")) {
            String[] columns = line.split(" ", 5);
            String via = columns[1].equals("-") ? "" : " via " + columns[1];
            String family = (columns[0] + columns[1]).contains(":") ? "-6" : "-4";
            must(family + " route replace to " + columns[0] + via + " dev " + columns[3] + " " + columns[4]);
        }
        run(files, "if-up.d");
    }

    private void run(Collection<HostFile> files, String when) throws Exception {
        String at = "/etc/sysconfig/network";
        for (HostFile file : files) {
            Path path = directory.resolve(file.path().substring(1));
            Files.createDirectories(path.resolveSibling(""));
            Files.writeString(path, file.text().replace(at, directory + at));
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(file.mode() == 0755 ? "rwxr-xr-x" : "rw-r--r--"));
        }
        String script = directory + at + "/" + when + "/enid";
        assertThat(host.run(script, "eth1", "eth1")).isEmpty();
    }

    @Test
    void theScriptsOfSles11BringWhatTheirFilesSay() throws Exception {
        Collection<HostFile> files = files(Backend.SLES, "11.4");
        ifupBySles11(files);
        assertNothingIsMissing(files, Backend.SLES, "11.4");
    }

    @Test
    void ourScriptTakesRulesBack() throws Exception {
        Collection<HostFile> files = files(Backend.SLES, "11.4");
        run(files, "if-up.d");
        assertThat(host.ip("rule show priority 10001")).contains("from 10.0.1.32/28 lookup 10001");
        assertThat(host.ip("-6 rule show priority 10001")).contains("from 2001:db8:0:1::5 lookup 10001");
        run(files, "if-down.d");
        assertThat(host.ip("rule show priority 10001")).isEmpty();
        assertThat(host.ip("-6 rule show priority 10001")).isEmpty();
        // And of a link that is not ours it says nothing.
        List<String> others = new ArrayList<>();
        others.add(host.run(directory + "/etc/sysconfig/network/if-up.d/enid", "eth0", "eth0"));
        assertThat(others).containsExactly("");
    }
}
