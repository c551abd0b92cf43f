package dev.enid.lab.demo;

import dev.enid.core.file.Backend;
import dev.enid.core.ip.Ip;
import dev.enid.lab.debian.DebianHost;
import dev.enid.lab.debian.DebianSetup;
import dev.enid.lab.debian.LinkManager;
import dev.enid.lab.debian.Ran;
import dev.enid.lab.debian.RootFilesystem;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.probe.Place;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.server.Lab;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.Attachment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A Debian with a real network manager, in an instance: its primary ENI comes up by the manager's own DHCP; two ENIs are attached, and
 * enid has the manager bring them up by its files. The same for each backend: every address of every ENI answers from outside, and
 * nothing is left to do.
 */
public final class BackendDemo {

    /** The shipped topology that it is made for. */
    public static final String TOPOLOGY = "debian";

    private static final String INSTANCE = "web";
    private static final String CLIENT = "client";
    private static final String PRIMARY = "web-0";
    private static final String SECOND = "web-1";
    /** In the primary's own subnet. */
    private static final String SAME_SUBNET = "web-2";

    private static final List<String> ENIS = List.of(PRIMARY, SECOND, SAME_SUBNET);
    private static final String PRIMARY_LINK = "ens5";
    private static final int PORT = 8080;

    /** For DHCP by a manager that waits now and then, on a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration MOMENT = Duration.ofMillis(100);

    private final LabVpc vpc;
    private final List<String> own;
    private final Path log;
    private final Consumer<Check> told;
    private final Backend backend;
    private final Probe client;
    private final List<Check> checks = new ArrayList<>();

    /**
     * @param lab with {@link #TOPOLOGY}
     * @param own the command line that starts this very program, without its arguments
     * @param log where the daemon's output goes
     * @param told each check as it is made
     * @param backend one whose manager Debian has
     */
    public BackendDemo(Lab lab, List<String> own, Path log, Consumer<Check> told, Backend backend) {
        this.vpc = lab.network();
        this.own = List.copyOf(own);
        this.log = log;
        this.told = told;
        this.backend = backend;
        this.client = Probe.from(vpc, CLIENT);
    }

    /** The manager of a backend, as far as Debian has one. */
    public static Optional<LinkManager> manager(Backend backend) {
        return switch (backend) {
            case NETWORKD, DIRECT -> Optional.of(LinkManager.NETWORKD);
            case IFUPDOWN -> Optional.of(LinkManager.IFUPDOWN);
            case NETWORKMANAGER -> Optional.of(LinkManager.NETWORK_MANAGER);
            case IFCFG, SLES -> Optional.empty();
        };
    }

    /** Runs it; the lab is not taken down. */
    public BackendView run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        DebianSetup setup = DebianSetup.of(manager(backend).orElseThrow())
                .withDhcp(PRIMARY_LINK)
                .withEnid(own)
                .with("/etc/enid/enid.toml", "backend = \"" + backend.word() + "\"\n");
        try (DebianHost host = DebianHost.boot(RootFilesystem.cached(System.getenv()), vpc.machine(INSTANCE), setup)) {
            try (Echo _ = Echo.onAny(vpc, INSTANCE, PORT)) {
                Process daemon = daemon(host);
                try {
                    reachable("the primary comes up by its manager", PRIMARY);
                    attach(host);
                    change(host);
                } finally {
                    stop(host, daemon);
                }
            }
            host.reboot(vpc);
            try (Echo _ = Echo.onAny(vpc, INSTANCE, PORT)) {
                Process daemon = daemon(host);
                try {
                    ENIS.forEach(eni -> reachableOrFailed("after a reboot", eni));
                    planIsEmpty(host, "nothing left to do after a reboot");
                    detach(host);
                } finally {
                    stop(host, daemon);
                }
            }
        }
        boolean ok = checks.stream().allMatch(Check::ok);
        return new BackendView(ok, backend.word(), checks, (System.nanoTime() - start) / 1_000_000);
    }

    private void attach(DebianHost host) throws IOException, InterruptedException {
        vpc.attach(AttachRequest.of(INSTANCE, SECOND));
        vpc.attach(AttachRequest.of(INSTANCE, SAME_SUBNET));
        reachable("an ENI is attached", SECOND);
        reachable("and one in the primary's own subnet", SAME_SUBNET);
        planIsEmpty(host, "nothing left to do");
        for (String eni : List.of(SECOND, SAME_SUBNET)) {
            String link = linkName(eni);
            Ran words = host.run(managersWords(link).toArray(String[]::new));
            check(
                    "its manager knows " + link,
                    words.exit() == 0,
                    words.output()
                            .lines()
                            .map(String::strip)
                            .filter(each -> !each.isEmpty())
                            .limit(3)
                            .reduce("", (all, each) -> all.isEmpty() ? each : all + "; " + each));
        }
    }

    private List<String> managersWords(String link) {
        return switch (backend) {
            case DIRECT, NETWORKD, IFCFG, SLES -> List.of("networkctl", "--no-pager", "status", link);
            case IFUPDOWN -> List.of("ifquery", "--state", link);
            case NETWORKMANAGER ->
                List.of("nmcli", "--get-values", "GENERAL.STATE,GENERAL.CONNECTION", "device", "show", link);
        };
    }

    private void change(DebianHost host) throws IOException, InterruptedException {
        Ip known = vpc.vpc().eni(SECOND).ipv4().getFirst();
        try (OpenConnection connection = OpenConnection.open(Place.of(vpc, CLIENT), known, PORT, PATIENCE)) {
            vpc.assign(SECOND, AssignRequest.counts(1, 1, 0, 0));
            reachable("an address of each family more", SECOND);
            check(
                    "an open connection goes on",
                    connection.goesOn(),
                    "from outside to " + known + ", while " + linkName(SECOND) + " was changed");
        }
        planIsEmpty(host, "nothing left to do");
    }

    private void detach(DebianHost host) throws IOException, InterruptedException {
        String link = linkName(SECOND);
        String table = Integer.toString(
                10_000 + vpc.vpc().eni(SECOND).attachment().orElseThrow().deviceIndex());
        vpc.detach(SECOND);
        String left = await(() -> {
            List<String> found = new ArrayList<>();
            for (String family : List.of("-4", "-6")) {
                host.run("ip", family, "rule", "show")
                        .output()
                        .lines()
                        .filter(rule -> rule.contains("lookup " + table))
                        .forEach(found::add);
            }
            host.run(
                            "sh",
                            "-c",
                            "ls -d /run/systemd/network/*" + link + "* /etc/network/interfaces.d/" + link
                                    + "* /etc/NetworkManager/system-connections/*" + link + "* 2>/dev/null")
                    .output()
                    .lines()
                    .forEach(found::add);
            return String.join("; ", found);
        });
        check("detached, nothing is left", left.isEmpty(), left.isEmpty() ? "no rule and no file of " + link : left);
        reachable("the others stay", SAME_SUBNET);
        planIsEmpty(host, "nothing left to do");
    }

    private interface Looked {
        String look() throws IOException, InterruptedException;
    }

    /** Until it finds nothing more, or patience ends. */
    private static String await(Looked looked) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String found = looked.look();
        while (!found.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(MOMENT);
            found = looked.look();
        }
        return found;
    }

    /** What a manager was asked may still be under way, as long as it comes. */
    private void planIsEmpty(DebianHost host, String name) throws IOException, InterruptedException {
        String left = await(() -> {
            Ran plan = host.run("enid", "plan");
            return plan.exit() == 0 && !plan.output().contains("withheld") ? "" : plan.output();
        });
        check(name, left.isEmpty(), left.isEmpty() ? "enid plan: no changes" : left);
    }

    private void reachable(String name, String eni) throws IOException {
        List<Ip> silent = new ArrayList<>();
        List<Ip> all = vpc.vpc().eni(eni).addresses().toList();
        for (Ip address : all) {
            if (!client.tcpUntilReached(address, PORT, PATIENCE).reached()) {
                silent.add(address);
            }
        }
        check(
                name,
                silent.isEmpty(),
                silent.isEmpty()
                        ? eni + " answers from outside at " + words(all)
                        : "no answer from " + words(silent) + " of " + eni);
    }

    private void reachableOrFailed(String name, String eni) {
        try {
            reachable(name, eni);
        } catch (IOException e) {
            check(name, false, e.toString());
        }
    }

    private static String words(List<Ip> addresses) {
        return String.join(", ", addresses.stream().map(Ip::toString).toList());
    }

    private String linkName(String eni) throws IOException {
        return vpc.vpc()
                .eni(eni)
                .attachment()
                .flatMap(Attachment::interfaceName)
                .orElseThrow(() -> new IOException(eni + " is not attached"));
    }

    private Process daemon(DebianHost host) throws IOException {
        return new ProcessBuilder(host.command(List.of("enid", "daemon")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static void stop(DebianHost host, Process daemon) throws IOException, InterruptedException {
        host.run("pkill", "-TERM", "-f", "dev.enid.agent.cli.Main daemon");
        if (!daemon.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            daemon.destroyForcibly();
        }
    }

    private void check(String name, boolean ok, String detail) {
        Check check = new Check(name, ok, detail);
        checks.add(check);
        told.accept(check);
    }
}
