package dev.enid.lab.demo;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.fabric.Machine;
import dev.enid.lab.fault.Scope;
import dev.enid.lab.imds.FaultText;
import dev.enid.lab.imds.ImdsServer;
import dev.enid.lab.probe.Answer;
import dev.enid.lab.probe.Arrivals;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.server.Lab;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.VpcEni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The tour. One instance with its primary ENI, two more ENIs to attach, a client outside; the daemon that runs in the instance
 * is the very program that runs the demo.
 */
public final class Demo {

    /** The shipped topology that the tour is made for. */
    public static final String TOPOLOGY = "two-enis";

    private static final String INSTANCE = "web";
    private static final String CLIENT = "client";
    private static final String PRIMARY = "web-0";
    private static final String SECOND = "web-1";
    private static final int PORT = 8080;
    private static final long NEVER = Long.MIN_VALUE;
    /** In the primary's own subnet. */
    private static final String SAME_SUBNET = "web-2";

    /** For what takes milliseconds; long enough for a machine that is busy with other things. */
    private static final Duration SOON = Duration.ofSeconds(5);
    /** For what waits for the daemon to read IMDS again: every 10 s, and a machine that is busy. */
    private static final Duration REFRESHED = Duration.ofSeconds(25);
    /** Long enough for the kernel to have repeated a lost packet twice. */
    private static final Duration IN_VAIN = Duration.ofMillis(3500);

    private final LabVpc vpc;
    private final ImdsServer imds;
    private final Path log;
    private final Consumer<Check> told;
    private final Machine machine;
    private final Inside inside;
    private final Probe client;
    private final List<Check> checks = new ArrayList<>();
    private Optional<Double> hotplugToReachableMs = Optional.empty();

    /**
     * @param lab with {@link #TOPOLOGY}
     * @param own the command line that starts this very program, without its arguments
     * @param log where the daemon's output goes
     * @param told each check as it is made
     */
    public Demo(Lab lab, List<String> own, Path log, Consumer<Check> told) {
        this.vpc = lab.network();
        this.imds = lab.imds();
        this.log = log;
        this.told = told;
        this.machine = vpc.machine(INSTANCE);
        this.inside = new Inside(machine, own);
        this.client = Probe.from(vpc, CLIENT);
    }

    /** Runs the tour; the lab is not taken down. */
    public DemoView run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (Echo _ = Echo.onAny(vpc, INSTANCE, PORT);
                Arrivals arrivals = Arrivals.in(machine)) {
            reachable("primary reachable", PRIMARY);
            withoutEnid();
            Foreign.plant(inside, linkName(PRIMARY));
            Set<String> foreign = Foreign.of(machine, secondaryLinks());
            Process daemon = inside.enid(log, "daemon");
            try {
                daemonReady();
                hotplug(arrivals);
                sameSubnet();
                foreign.addAll(secondaryAddressAndPrefix());
                drift();
                imdsOut();
                detach();
                foreignUntouched(foreign);
            } finally {
                stop(daemon);
            }
        }
        boolean ok = checks.stream().allMatch(Check::ok);
        return new DemoView(ok, checks, hotplugToReachableMs, (System.nanoTime() - start) / 1_000_000);
    }

    /** What a person gets who attaches an ENI and gives it its address, as one would on any other network. */
    private void withoutEnid() throws IOException, InterruptedException {
        vpc.attach(AttachRequest.of(INSTANCE, SECOND));
        String link = awaitLink(SECOND);
        Ip address = eni(SECOND).ipv4().getFirst();
        inside.must("ip", "link", "set", link, "up");
        inside.must("ip", "address", "add", address + "/24", "dev", link);
        Answer answer = client.tcp(address, PORT, IN_VAIN);
        check(
                "unreachable without the daemon",
                !answer.reached(),
                !answer.reached()
                        ? "no answer from " + address + " in " + IN_VAIN.toMillis()
                                + " ms: the replies leave by the primary ENI, and the VPC drops them"
                        : address + " answered although nothing routes its replies");
        vpc.detach(SECOND);
    }

    private void daemonReady() throws IOException, InterruptedException {
        String status = await(SOON.plus(SOON), () -> status().filter(text -> text.contains("\"converged\":true")));
        check("daemon started", !status.isEmpty(), "enid status: " + (status.isEmpty() ? lastLog() : "converged"));
    }

    private void hotplug(Arrivals arrivals) throws IOException, InterruptedException {
        VpcEni eni = eni(SECOND);
        Ip address = eni.ipv4().getFirst();
        arrivals.forget(eni.mac());
        CompletableFuture<Long> first = Meanwhile.run(() -> whenReached(client, address, SOON));
        vpc.attach(AttachRequest.of(INSTANCE, SECOND));
        long reached = Meanwhile.join(first);
        Optional<Long> appeared = arrivals.of(eni.mac());
        if (reached != NEVER && appeared.isPresent()) {
            hotplugToReachableMs = Optional.of((reached - appeared.get()) / 1e6);
        }
        check(
                "second ENI reachable",
                reached != NEVER,
                reached != NEVER
                        ? address + " answered"
                                + hotplugToReachableMs
                                        .map(ms -> String.format(Locale.ROOT, " %.1f ms after the link appeared", ms))
                                        .orElse("")
                        : "no answer from " + address + " in " + SOON.toMillis() + " ms; " + lastLog());
        reachable("second ENI reachable over IPv6", eni.ipv6().getFirst());
        reachable("primary still reachable", PRIMARY);
    }

    private void sameSubnet() throws IOException, InterruptedException {
        vpc.attach(AttachRequest.of(INSTANCE, SAME_SUBNET));
        reachable("third ENI in the primary's subnet reachable", SAME_SUBNET);
        reachable("all three at once", PRIMARY);
        Probe neighbor = Probe.from(vpc, "db");
        Ip address = eni(SAME_SUBNET).ipv4().getFirst();
        boolean reached = whenReached(neighbor, address, SOON) != NEVER;
        check(
                "third ENI reachable from inside of the VPC",
                reached,
                reached ? address + " answered db" : "no answer from " + address + " to db");
    }

    /** @return what was put on the host by hand meanwhile, which is the host's own from then on */
    private Set<String> secondaryAddressAndPrefix() throws IOException, InterruptedException {
        vpc.assign(SECOND, AssignRequest.counts(1, 1, 1, 1));
        VpcEni eni = eni(SECOND);
        long start = System.nanoTime();
        reachable("secondary address in use", eni.ipv4().getLast(), REFRESHED);
        reachable("secondary IPv6 address in use", eni.ipv6().getLast(), REFRESHED);
        long took = (System.nanoTime() - start) / 1_000_000;
        Set<String> before = Foreign.of(machine, secondaryLinks());
        for (Cidr prefix : eni.prefixes()) {
            Ip inPrefix = prefix.ip().plus(5);
            inside.must("ip", "address", "add", inPrefix.toCidr().toString(), "dev", "lo");
            reachable("address of the delegated prefix " + prefix + " in use", inPrefix, REFRESHED);
        }
        check(
                "taken over without being asked",
                took < REFRESHED.toMillis(),
                "IMDS was read again within " + took + " ms");
        Set<String> added = Foreign.of(machine, secondaryLinks());
        added.removeAll(before);
        return added;
    }

    private void drift() throws IOException, InterruptedException {
        Set<String> before = Foreign.ours(machine);
        Ip address = eni(SECOND).ipv4().getFirst();
        inside.must("ip", "rule", "flush", "protocol", "236");
        inside.must("ip", "-6", "rule", "flush", "protocol", "236");
        inside.must("ip", "route", "flush", "table", "10001", "protocol", "236");
        inside.must("ip", "address", "delete", address + "/24", "dev", linkName(SECOND));
        boolean reached = whenReached(client, address, SOON) != NEVER;
        Set<String> after = awaitOurs(before);
        check(
                "flushed by hand, repaired",
                reached && after.equals(before),
                after.equals(before)
                        ? "all rules, a table and an address were deleted; " + before.size() + " objects are back"
                        : "not back: " + minus(before, after) + "; new: " + minus(after, before));
    }

    private void imdsOut() throws IOException, InterruptedException {
        Set<String> before = Foreign.ours(machine);
        order("outage", "on");
        boolean stale = !await(REFRESHED, () -> status().filter(text -> text.contains("\"imds\":\"stale\"")))
                .isEmpty();
        Set<String> after = Foreign.ours(machine);
        check(
                "IMDS out, nothing changed",
                stale && after.equals(before),
                (stale ? "enid status says stale; " : "enid status does not say stale; ")
                        + (after.equals(before)
                                ? before.size() + " objects as before"
                                : "gone: " + minus(before, after) + "; new: " + minus(after, before)));
        reachable("reachable while IMDS is out", SECOND);
        order("outage", "off");
        boolean fresh = !await(REFRESHED, () -> status().filter(text -> text.contains("\"imds\":\"fresh\"")))
                .isEmpty();
        check("IMDS back", fresh, fresh ? "enid status says fresh" : "enid status does not say fresh");
    }

    private void detach() throws IOException, InterruptedException {
        vpc.detach(SECOND);
        String ofSecond = "10001";
        String left = await(SOON, () -> {
            Set<String> ours = Foreign.ours(machine);
            ours.removeIf(line -> !line.contains(ofSecond));
            return ours.isEmpty() ? Optional.of("nothing") : Optional.empty();
        });
        check(
                "detached, nothing left behind",
                !left.isEmpty(),
                left.isEmpty() ? "still there: " + Foreign.ours(machine) : "no rule, route or address of it is left");
        reachable("the others stay reachable", SAME_SUBNET);
    }

    private void foreignUntouched(Set<String> before) throws IOException {
        Set<String> after = Foreign.of(machine, secondaryLinks());
        check(
                "others' rules, routes and addresses untouched",
                after.equals(before),
                after.equals(before)
                        ? before.size() + " objects of others as they were"
                        : "gone: " + minus(before, after) + "; new: " + minus(after, before));
    }

    private void stop(Process daemon) throws IOException, InterruptedException {
        inside.run("pkill", "-TERM", "-f", "dev.enid.agent.cli.Main daemon");
        if (!daemon.waitFor(SOON.toMillis(), TimeUnit.MILLISECONDS)) {
            daemon.destroyForcibly();
        }
        reachable("daemon stopped, network stays", SAME_SUBNET);
    }

    private void reachable(String name, String eni) throws IOException {
        for (Ip ip : List.of(eni(eni).ipv4().getFirst(), eni(eni).ipv6().getFirst())) {
            reachable(name + (ip.family() == Family.V6 ? " (IPv6)" : ""), ip);
        }
    }

    private void reachable(String name, Ip address) throws IOException {
        reachable(name, address, SOON);
    }

    private void reachable(String name, Ip address, Duration patience) throws IOException {
        long start = System.nanoTime();
        long reached = whenReached(client, address, patience);
        long took = (reached - start) / 1_000_000;
        check(
                name,
                reached != NEVER,
                reached != NEVER
                        ? address + " answered in " + took + " ms"
                        : "no answer from " + address + " in " + patience.toMillis() + " ms");
    }

    /** The moment by {@link System#nanoTime} at which a connection was through, or {@link #NEVER}. */
    private static long whenReached(Probe from, Ip address, Duration patience) throws IOException {
        return from.tcpUntilReached(address, PORT, patience).reached() ? System.nanoTime() : NEVER;
    }

    private void order(String... words) {
        imds.order(Scope.LAB, FaultText.parse(List.of(words)));
    }

    private Optional<String> status() throws IOException, InterruptedException {
        Inside.Ran ran = inside.enid("status", "--json");
        return ran.exit() == 0 ? Optional.of(ran.output().replace(" ", "")) : Optional.empty();
    }

    private VpcEni eni(String name) {
        return vpc.vpc().eni(name);
    }

    private String linkName(String eni) throws IOException {
        return Foreign.linkName(machine, eni(eni).mac()).orElseThrow(() -> new IOException("no link of " + eni));
    }

    private String awaitLink(String eni) throws IOException, InterruptedException {
        return await(SOON, () -> Foreign.linkName(machine, eni(eni).mac()));
    }

    private List<String> secondaryLinks() throws IOException {
        List<String> links = new ArrayList<>();
        for (String eni : List.of(SECOND, SAME_SUBNET)) {
            Foreign.linkName(machine, eni(eni).mac()).ifPresent(links::add);
        }
        return links;
    }

    private Set<String> awaitOurs(Set<String> wanted) throws IOException, InterruptedException {
        await(SOON, () -> Foreign.ours(machine).equals(wanted) ? Optional.of("all") : Optional.empty());
        return Foreign.ours(machine);
    }

    private static Set<String> minus(Set<String> all, Set<String> some) {
        Set<String> left = new TreeSet<>(all);
        left.removeAll(some);
        return left;
    }

    private String lastLog() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return "the daemon's log ends: " + (lines.isEmpty() ? "(empty)" : lines.getLast());
    }

    private interface Look {
        Optional<String> look() throws IOException, InterruptedException;
    }

    /** What was looked for, or empty text after {@code patience}. */
    private static String await(Duration patience, Look look) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        do {
            Optional<String> seen = look.look();
            if (seen.isPresent()) {
                return seen.get();
            }
            Thread.sleep(Duration.ofMillis(2));
        } while (System.nanoTime() < deadline);
        return "";
    }

    private void check(String name, boolean ok, String detail) {
        Check check = new Check(name, ok, detail);
        checks.add(check);
        told.accept(check);
    }
}
