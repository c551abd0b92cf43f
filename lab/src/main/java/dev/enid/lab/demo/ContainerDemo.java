package dev.enid.lab.demo;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.containers.Container;
import dev.enid.lab.containers.Docker;
import dev.enid.lab.containers.Engine;
import dev.enid.lab.containers.PlainBridges;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.fabric.Machine;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.probe.Place;
import dev.enid.lab.server.Lab;
import dev.enid.lab.topology.AttachRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Containers whose ports are published on three ENIs, two of them in one subnet: first as it is with a table for each ENI alone,
 * then with the daemon, the very program that runs the demo. The engine is the Docker daemon that is installed, or plain bridges.
 */
public final class ContainerDemo {

    /** The shipped topology that it is made for. */
    public static final String TOPOLOGY = "dual-stack";

    private static final String INSTANCE = "web";
    private static final List<String> ENIS = List.of("web-0", "web-1", "web-2");
    private static final String OWN_NETWORK = "app";
    private static final int HOSTS = 8080;
    private static final int FIRST = 8081;
    private static final int SECOND = 8082;
    private static final int LATER = 8083;
    private static final List<Integer> PUBLISHED = List.of(FIRST, SECOND);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Long enough for the kernel to have repeated a lost packet once. */
    private static final Duration IN_VAIN = Duration.ofMillis(1500);

    private final LabVpc vpc;
    private final Path log;
    private final Consumer<Check> told;
    private final Machine machine;
    private final Inside inside;
    private final Place client;
    private final Place host;
    private final List<Check> checks = new ArrayList<>();

    /**
     * @param lab with {@link #TOPOLOGY}
     * @param own the command line that starts this very program, without its arguments
     * @param log where the daemon's output goes
     * @param told each check as it is made
     */
    public ContainerDemo(Lab lab, List<String> own, Path log, Consumer<Check> told) {
        this.vpc = lab.network();
        this.log = log;
        this.told = told;
        this.machine = vpc.machine(INSTANCE);
        this.inside = new Inside(machine, own);
        this.client = Place.of(vpc, "client");
        this.host = Place.of(vpc, INSTANCE);
    }

    /** Runs it; the lab is not taken down. */
    public ContainerView run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Optional<String> missing = Docker.missing();
        String description;
        try (Engine engine = missing.isEmpty() ? docker() : PlainBridges.in(machine)) {
            description = engine.description()
                    + missing.map(why -> "; no Docker: " + why).orElse("");
            Container one = engine.publish("one", Engine.FIRST, FIRST);
            Container two = engine.publish("two", OWN_NETWORK, SECOND);
            check(
                    "containers run",
                    true,
                    description + "; one's port " + FIRST + " and two's port " + SECOND
                            + " are published, by TCP and UDP, IPv4 and IPv6");
            try (Echo _ = Echo.onAny(vpc, INSTANCE, HOSTS);
                    Echo _ = Echo.onAny(one.place(), FIRST);
                    Echo _ = Echo.onAny(two.place(), SECOND)) {
                withoutEnid();
                Set<String> foreign = Foreign.of(machine, secondaryLinks());
                Process daemon = inside.enid(log, "daemon");
                try {
                    withEnid(List.of(one.place(), two.place()));
                    daemon = disturbed(engine, daemon);
                    laterNetwork(engine);
                    switchedOff(foreign);
                } finally {
                    stop(daemon, "-TERM");
                }
            }
        }
        return new ContainerView(
                checks.stream().allMatch(Check::ok), description, checks, (System.nanoTime() - start) / 1_000_000);
    }

    /** Containers go on while their daemon is away: without it they end, and their connections with them. */
    private Docker docker() throws IOException, InterruptedException {
        return Docker.start(
                machine,
                Stream.concat(Docker.BOTH_FAMILIES.stream(), Stream.of("--live-restore"))
                        .toList());
    }

    /** What how-tos say, and what amazon-ec2-net-utils does: a table for each ENI, and a rule from each of its addresses. */
    private void withoutEnid() throws IOException, InterruptedException {
        for (int i = 1; i < ENIS.size(); i++) {
            String link = linkName(i);
            String table = Integer.toString(100 + i);
            inside.must("ip", "link", "set", link, "up");
            inside.must("ip", "-6", "route", "add", "default", "via", "fe80:ec2::1", "dev", link, "table", table);
            for (Ip ip : addresses(i)) {
                boolean v4 = ip.family() == Family.V4;
                String prefix = ip + (v4 ? "/24" : "/64");
                inside.must("ip", "address", "add", prefix, "dev", link, v4 ? "noprefixroute" : "nodad");
                inside.must(
                        "ip",
                        v4 ? "-4" : "-6",
                        "rule",
                        "add",
                        "from",
                        ip.toString(),
                        "lookup",
                        table,
                        "priority",
                        table);
            }
            String gateway = i == 1 ? "10.0.2.1" : "10.0.1.1";
            inside.must("ip", "route", "add", "default", "via", gateway, "dev", link, "onlink", "table", table);
        }
        answered("without enid, the primary ENI's published ports", Crossroads.of(client, addresses(0), PUBLISHED));
        answered(
                "what the host itself answers at the others, by a table each",
                Crossroads.byTcp(client, others(), HOSTS));
        silent(
                "but their published ports do not answer",
                Crossroads.of(client, others(), PUBLISHED),
                "a reply has the container's address when it is routed, and leaves by the primary ENI");
        silent(
                "and the host does not reach its own containers there",
                Crossroads.of(host, others(), PUBLISHED),
                "what the host sends from an ENI's address leaves by that ENI");
        for (int i = 1; i < ENIS.size(); i++) {
            for (String family : List.of("-4", "-6")) {
                inside.must("ip", family, "rule", "flush", "table", Integer.toString(100 + i));
                inside.must("ip", family, "address", "flush", "dev", linkName(i), "scope", "global");
            }
            inside.must("ip", "link", "set", linkName(i), "down");
        }
    }

    private void withEnid(List<Place> containers) throws IOException, InterruptedException {
        boolean converged = awaitStatus("\"converged\":true");
        check("daemon started", converged, "enid status: " + (converged ? "converged" : "not converged"));
        for (int i = 0; i < ENIS.size(); i++) {
            answered("published at " + linkName(i), Crossroads.of(client, addresses(i), PUBLISHED));
        }
        answered("the host reaches its own published ports", Crossroads.of(host, all(), PUBLISHED));
        for (Place each : containers) {
            answered(each.name() + " reaches the host", Crossroads.byTcp(each, all(), HOSTS));
        }
    }

    /** @return the daemon that runs then */
    private Process disturbed(Engine engine, Process daemon) throws IOException, InterruptedException {
        List<OpenConnection> open = new ArrayList<>();
        try {
            for (int i = 0; i < ENIS.size(); i++) {
                for (Ip ip : List.of(eniAddress(i, Family.V4), eniAddress(i, Family.V6))) {
                    open.add(OpenConnection.open(client, ip, FIRST, PATIENCE));
                }
            }
            if (engine instanceof Docker docker) {
                docker.restart();
                goOn("Docker restarted", open);
            }
            vpc.detach(ENIS.get(2));
            vpc.attach(AttachRequest.of(INSTANCE, ENIS.get(2)));
            goOn(ENIS.get(2) + " detached and attached again", open);
            stop(daemon, "-KILL");
            goOn("daemon killed", open);
            Process again = inside.enid(log, "daemon");
            awaitStatus("\"daemon\":true");
            goOn("daemon started again", open);
            return again;
        } finally {
            for (OpenConnection each : open) {
                each.close();
            }
        }
    }

    private void goOn(String name, List<OpenConnection> open) {
        List<String> broken = open.stream()
                .filter(each -> !each.goesOn())
                .map(each -> each.to().toString())
                .toList();
        check(
                name + ", open connections go on",
                broken.isEmpty(),
                broken.isEmpty()
                        ? open.size() + " to container one, by all ENIs"
                        : "broken: " + String.join(", ", broken));
    }

    private void laterNetwork(Engine engine) throws IOException, InterruptedException {
        Container three = engine.publish("three", "later", LATER);
        try (Echo _ = Echo.onAny(three.place(), LATER)) {
            answered("a network that comes later is served", Crossroads.of(client, all(), List.of(LATER)));
        }
    }

    private void switchedOff(Set<String> foreign) throws IOException, InterruptedException {
        String rules = othersRules();
        inside.must("sh", "-c", "echo 'containers = \"off\"' >/etc/enid/enid.toml");
        Inside.Ran applied = inside.enid("apply");
        String left =
                inside.run("sh", "-c", "nft list tables; ip rule; ip -6 rule").output();
        boolean clean = !left.contains("inet enid") && !left.contains("fwmark");
        check(
                "switched off, no table of nftables and no rule is left",
                applied.exit() == 0 && clean,
                clean ? "containers = \"off\"" : left);
        silent(
                "and the published ports of other ENIs do not answer any more",
                Crossroads.of(client, List.of(eniAddress(1, Family.V4)), PUBLISHED),
                "it was enid's doing");
        check(
                "others' rules, routes and addresses untouched",
                Foreign.of(machine, secondaryLinks()).containsAll(foreign),
                foreign.size() + " objects of others as they were");
        boolean same = othersRules().equals(rules);
        check(
                "what others have in nftables untouched",
                same,
                rules.lines().count()
                        + (same
                                ? " lines as they were"
                                : " lines before, " + othersRules().lines().count() + " now, or others"));
    }

    private void answered(String name, Crossroads tried) throws IOException {
        Crossroads.Outcome outcome = tried.tried(PATIENCE);
        check(name, outcome.all(), tried.words() + ": " + outcome.words());
    }

    private void silent(String name, Crossroads tried, String because) throws IOException {
        Crossroads.Outcome outcome = tried.tried(IN_VAIN);
        check(name, outcome.none(), tried.words() + ": " + outcome.words() + "; " + because);
    }

    /** What others have in nftables, and by iptables, which is the same. */
    private String othersRules() throws IOException, InterruptedException {
        return inside.run("nft", "--stateless", "list", "ruleset")
                .output()
                .replaceAll("(?ms)^table inet enid \\{.*?^\\}\n?", "")
                .strip();
    }

    private boolean awaitStatus(String text) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Inside.Ran ran = inside.enid("status", "--json");
            String status = ran.output().replace(" ", "");
            if (status.contains("\"daemon\":true") && status.contains(text)) {
                return true;
            }
        }
        return false;
    }

    private void stop(Process daemon, String signal) throws IOException, InterruptedException {
        inside.run("pkill", signal, "-f", "dev.enid.agent.cli.Main daemon");
        if (!daemon.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            daemon.destroyForcibly();
        }
    }

    private List<Ip> addresses(int eni) {
        return vpc.vpc().eni(ENIS.get(eni)).addresses().toList();
    }

    private List<Ip> others() {
        return Stream.of(1, 2).flatMap(each -> addresses(each).stream()).toList();
    }

    private List<Ip> all() {
        return Stream.concat(addresses(0).stream(), others().stream()).toList();
    }

    private Ip eniAddress(int eni, Family family) {
        return addresses(eni).stream()
                .filter(ip -> ip.family() == family)
                .findFirst()
                .orElseThrow();
    }

    private String linkName(int eni) throws IOException {
        String name = ENIS.get(eni);
        return Foreign.linkName(machine, vpc.vpc().eni(name).mac())
                .orElseThrow(() -> new IOException("no link of " + name));
    }

    private List<String> secondaryLinks() throws IOException {
        return List.of(linkName(1), linkName(2));
    }

    private void check(String name, boolean ok, String detail) {
        Check check = new Check(name, ok, detail);
        checks.add(check);
        told.accept(check);
    }
}
