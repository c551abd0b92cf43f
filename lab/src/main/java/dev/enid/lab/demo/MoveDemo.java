package dev.enid.lab.demo;

import dev.enid.core.ip.Ip;
import dev.enid.lab.ec2.Credentials;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.server.Lab;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.VpcEni;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Failover by hand: an ENI, an address and an Elastic IP go from one instance to another by {@code enid move}, the very program
 * that runs the demo, while a client outside keeps connecting.
 */
public final class MoveDemo {

    /** The shipped topology that it is made for. */
    public static final String TOPOLOGY = "two-zones";

    private static final String ONE = "a1";
    private static final String OTHER = "a2";
    private static final String FLOATING = "float-a";
    private static final int PORT = 8080;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Lab lab;
    private final LabVpc vpc;
    private final List<String> own;
    private final Path log;
    private final Consumer<Check> told;
    private final List<Check> checks = new ArrayList<>();
    private final List<MoveView.Gap> gaps = new ArrayList<>();

    /**
     * @param lab with {@link #TOPOLOGY}
     * @param own the command line that starts this very program, without its arguments
     * @param log where the daemons' output goes
     * @param told each check as it is made
     */
    public MoveDemo(Lab lab, List<String> own, Path log, Consumer<Check> told) {
        this.lab = lab;
        this.vpc = lab.network();
        this.own = List.copyOf(own);
        this.log = log;
        this.told = told;
    }

    /** Runs it; the lab is not taken down. */
    public MoveView run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (Echo _ = Echo.onAny(vpc, ONE, PORT);
                Echo _ = Echo.onAny(vpc, OTHER, PORT)) {
            Process first = inside(ONE).enid(log, "daemon");
            Process second = inside(OTHER).enid(log, "daemon");
            try {
                eni();
                back();
                address();
                elasticIp();
            } finally {
                stop(first, ONE);
                stop(second, OTHER);
            }
        }
        return new MoveView(checks.stream().allMatch(Check::ok), checks, gaps, (System.nanoTime() - start) / 1_000_000);
    }

    private void eni() throws IOException, InterruptedException {
        VpcEni eni = vpc.vpc().eni(FLOATING);
        Ip address = eni.ipv4().getFirst();
        Ip v6 = eni.ipv6().getFirst();
        reachable("reachable at " + ONE, client(), address);
        Inside.Ran plan = enid("move", "eni", eni.id().text(), "--to", id(OTHER), "--plan");
        check(
                "the plan changes nothing",
                plan.exit() == 0 && holder().equals(ONE),
                plan.exit() == 0 ? lastLine(plan) : plan.output());
        moved("an ENI", client(), address, "eni", eni.id().text(), "--to", id(OTHER), "--probe", "tcp:" + PORT);
        check("EC2 has it at " + OTHER, holder().equals(OTHER), FLOATING + " is attached to " + holder());
        reachable("reachable at " + OTHER + " over IPv6", client(), v6);
        Inside.Ran again = enid("move", "eni", eni.id().text(), "--to", id(OTHER));
        check("moved once more, it says so", again.exit() == 0, lastLine(again));
    }

    /** As the instance that takes over does it: with the credentials of its role, and its own eyes on the kernel. */
    private void back() throws IOException, InterruptedException {
        VpcEni eni = vpc.vpc().eni(FLOATING);
        Ip address = eni.ipv4().getFirst();
        Inside self = inside(ONE)
                .with(Map.of(
                        "AWS_ENDPOINT_URL_EC2", lab.ec2().endpoint(),
                        "AWS_REGION", lab.ec2().region()));
        try (Knocking knocking = knocking(client(), address)) {
            Inside.Ran ran = self.enid("move", "eni", eni.id().text(), "--to", "self");
            settled("the ENI back, --to self", ran, knocking);
        }
        check("EC2 has it at " + ONE + " again", holder().equals(ONE), FLOATING + " is attached to " + holder());
    }

    private void address() throws IOException, InterruptedException {
        Ip secondary = vpc.assign(ONE + "-0", AssignRequest.counts(1, 0, 0, 0))
                .eni(ONE + "-0")
                .ipv4()
                .getLast();
        reachable("secondary address at " + ONE, client(), secondary);
        moved(
                "a secondary address",
                client(),
                secondary,
                "address",
                secondary.toString(),
                "--to",
                id(OTHER),
                "--probe",
                "tcp:" + PORT);
        boolean there =
                vpc.vpc().holder(secondary).filter(eni -> eni.attachedTo(OTHER)).isPresent();
        check("EC2 has it at " + OTHER, there, secondary + " is " + (there ? "" : "not ") + "at " + OTHER);
    }

    private void elasticIp() throws IOException, InterruptedException {
        String allocation = "eipalloc-0123456789abcdef0";
        Ip address = vpc.change(now -> now.allocate(allocation, Optional.empty())
                        .associate(allocation, "eipassoc-0123456789abcdef0", ONE + "-0", Optional.empty(), true))
                .allocation(allocation)
                .publicIp();
        Probe user = Probe.from(vpc, "user");
        reachable("Elastic IP at " + ONE, user, address);
        moved("an Elastic IP", user, address, "elastic-ip", address.toString(), "--to", id(OTHER));
        reachable("Elastic IP at " + OTHER, user, address);
    }

    private void moved(String what, Probe client, Ip address, String... words)
            throws IOException, InterruptedException {
        try (Knocking knocking = knocking(client, address)) {
            List<String> command = new ArrayList<>(List.of("move"));
            command.addAll(List.of(words));
            settled(what, enid(command.toArray(String[]::new)), knocking);
        }
    }

    private Knocking knocking(Probe client, Ip address) throws InterruptedException, IOException {
        Knocking knocking = Knocking.at(client, address, PORT);
        if (!connects(knocking)) {
            knocking.close();
            throw new IOException(address + " does not answer before the move");
        }
        return knocking;
    }

    /** A move has ended: the client gets through again, and the gap is what it saw. */
    private void settled(String what, Inside.Ran ran, Knocking knocking) throws InterruptedException {
        boolean through = connects(knocking);
        double gap = knocking.gap().toNanos() / 1e6;
        check(
                "moved " + what,
                ran.exit() == 0 && through,
                ran.exit() != 0
                        ? ran.output()
                        : !through
                                ? "the client does not get through any more"
                                : String.format(
                                        Locale.ROOT,
                                        "the longest that the client could not connect was %.0f ms; %d connections",
                                        gap,
                                        knocking.connections()));
        gaps.add(new MoveView.Gap(what, gap));
    }

    private static boolean connects(Knocking knocking) throws InterruptedException {
        long before = knocking.connections();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        // Two more: the first may have been under way before.
        while (knocking.connections() < before + 2 && System.nanoTime() < deadline) {
            Thread.sleep(Duration.ofMillis(2));
        }
        return knocking.connections() >= before + 2;
    }

    private Probe client() {
        return Probe.from(vpc, "client");
    }

    private String id(String instance) {
        return vpc.vpc().instance(instance).id();
    }

    private String holder() {
        return vpc.vpc().eni(FLOATING).attachment().map(Attachment::instance).orElse("nothing");
    }

    private Inside inside(String machine) {
        return new Inside(vpc.machine(machine), own);
    }

    /** From outside of the VPC, with the lab's own keys: as an operator does it. */
    private Inside.Ran enid(String... arguments) throws IOException, InterruptedException {
        Credentials keys = lab.ec2().credentials();
        return inside("client")
                .with(Map.of(
                        "AWS_ACCESS_KEY_ID", keys.accessKey(),
                        "AWS_SECRET_ACCESS_KEY", keys.secretKey(),
                        "AWS_ENDPOINT_URL_EC2", lab.ec2().endpoint(),
                        "AWS_REGION", lab.ec2().region()))
                .enid(arguments);
    }

    private static String lastLine(Inside.Ran ran) {
        return ran.output().lines().reduce("", (_, line) -> line).strip();
    }

    private void reachable(String name, Probe from, Ip address) throws IOException {
        boolean reached = from.tcpUntilReached(address, PORT, PATIENCE).reached();
        check(name, reached, reached ? address + " answered" : "no answer from " + address);
    }

    private void stop(Process daemon, String machine) throws IOException, InterruptedException {
        inside(machine).run("pkill", "-TERM", "-f", "dev.enid.agent.cli.Main daemon");
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
