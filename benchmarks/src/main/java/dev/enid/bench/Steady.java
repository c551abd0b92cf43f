package dev.enid.bench;

import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.desire.Reason;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Rule;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.lab.imds.Traffic;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.VpcEni;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A host with 15 ENIs of 50 addresses and 16 prefixes, where nothing happens: passes, refreshes, memory; then a new address. */
final class Steady implements Measurement {

    private static final int PASSES = 100;
    private static final int REFRESHES = 4;
    /** Each asked for by a command, to begin with. */
    private static final int READINGS = 60;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Longer than the gap between two passes. */
    private static final Duration PAUSE = Duration.ofMillis(40);
    /** A protocol of someone else's. */
    private static final int FOREIGN = 3;

    @Override
    public List<Figure> measure(Program program) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        try (Rig rig = Rig.up(program, "big")) {
            List<AttachRequest> requests = new ArrayList<>();
            for (int i = 1; i <= 14; i++) {
                requests.add(AttachRequest.of(Rig.INSTANCE, "more-" + i));
            }
            rig.vpc().attach(requests);
            VpcEni last = rig.vpc().vpc().eni("more-14");
            rig.reach(last.ipv4().getLast(), PATIENCE);
            settle(rig, program);
            figures.addAll(passes(rig));
            figures.addAll(refreshes(rig));
            figures.add(Figure.told(
                    "resident with 15 ENIs of 50 addresses and 16 prefixes",
                    rig.daemon().residentKiB() / 1024.0,
                    "MiB"));
            figures.add(newAddress(rig));
        }
        return figures;
    }

    /** As after some minutes: what a reading of IMDS and a pass run is compiled, and a refresh has gone by without a change. */
    private static void settle(Rig rig, Program program) throws IOException, InterruptedException {
        for (int i = 0; i < READINGS; i++) {
            Commands.run(rig.machine(), program, "apply");
        }
        awaitRefresh(rig);
        awaitRefresh(rig);
    }

    private static void awaitRefresh(Rig rig) throws IOException, InterruptedException {
        long before = rig.traffic().requests();
        Waiting.until("IMDS is read again", PATIENCE, () -> rig.traffic().requests() > before);
        awaitQuiet(rig);
    }

    /** A refresh is over when no request has come for a while. */
    private static void awaitQuiet(Rig rig) throws InterruptedException {
        long requests;
        do {
            requests = rig.traffic().requests();
            Thread.sleep(300);
        } while (rig.traffic().requests() != requests);
    }

    /** A rule of someone else's that comes and goes within a millisecond, and one that stays until the next pass. */
    private static List<Figure> passes(Rig rig) throws IOException, InterruptedException {
        Rule rule = Rule.lookup(Family.V4, 4242, Rule.Selector.from(Cidr.parse("192.0.2.42/32")), 4242, FOREIGN);
        KernelStep put = new KernelStep.Put(rule);
        KernelStep drop = new KernelStep.Drop(rule);
        return List.of(
                Figure.atMost(
                        "a pass with nothing to change, CPU", eachPass(rig, List.of(List.of(put, drop))), 10, "ms"),
                Figure.told(
                        "the same, where somebody's rule has come or gone",
                        eachPass(rig, List.of(List.of(put), List.of(drop))),
                        "ms"));
    }

    /** @param pokes in turn, each of them makes the daemon look */
    private static double eachPass(Rig rig, List<List<KernelStep>> pokes) throws IOException, InterruptedException {
        awaitRefresh(rig);
        Reason reason = new Reason("to make the daemon look");
        try (Namespace namespace = Namespace.at(rig.machine().networkNamespace());
                Kernel kernel = Kernel.open(namespace)) {
            long requests = rig.traffic().requests();
            long before = rig.daemon().cpuNanos();
            for (int i = 0; i < PASSES; i++) {
                List<KernelStep> steps = pokes.get(i % pokes.size());
                kernel.apply(
                        steps.stream().map(step -> new Change(step, reason)).toList());
                Thread.sleep(PAUSE);
            }
            double each = (rig.daemon().cpuNanos() - before) / 1e6 / PASSES;
            if (rig.traffic().requests() != requests) {
                throw new IOException("a refresh of IMDS fell into the passes");
            }
            return each;
        }
    }

    private static List<Figure> refreshes(Rig rig) throws IOException, InterruptedException {
        awaitRefresh(rig);
        Traffic before = rig.traffic();
        long cpu = rig.daemon().cpuNanos();
        for (int i = 0; i < REFRESHES; i++) {
            awaitRefresh(rig);
        }
        Traffic asked = rig.traffic().since(before);
        double each = (rig.daemon().cpuNanos() - cpu) / 1e6 / REFRESHES;
        return List.of(
                Figure.atMost(
                        "a refresh of 15 ENIs, IMDS requests", (double) asked.requests() / REFRESHES, 60, "requests"),
                Figure.atMost("the same, connections", (double) asked.connections(), 1, "connections"),
                Figure.atMost("the same, CPU with the pass that follows", each, 20, "ms"));
    }

    private static Figure newAddress(Rig rig) throws IOException {
        rig.vpc()
                .unassign(
                        "more-14",
                        List.of(rig.vpc().vpc().eni("more-14").ipv4().getLast().toCidr()));
        long start = System.nanoTime();
        rig.vpc().assign("more-14", AssignRequest.counts(1, 0, 0, 0));
        Ip added = rig.vpc().vpc().eni("more-14").ipv4().getLast();
        long at = rig.reach(added, PATIENCE);
        return Figure.atMost("a new secondary address, from IMDS showing it to in use", (at - start) / 1e9, 15, "s");
    }
}
