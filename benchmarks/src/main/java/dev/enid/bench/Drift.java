package dev.enid.bench;

import dev.enid.agent.nftables.Nftables;
import dev.enid.agent.nftables.Refusal;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.desire.Reason;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.snapshot.Ownership;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.VpcEni;
import dev.enid.linux.session.Event;
import dev.enid.linux.session.Group;
import dev.enid.linux.session.Monitor;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** An object of enid's is removed by hand: until the kernel says that it is back. */
final class Drift implements Measurement {

    /** Each time another object: what somebody removes again and again is left alone for a while. */
    private static final int TIMES = 30;

    private static final int MARKS_TIMES = 4;

    private static final int ENIS = 14;
    /** A person's hand is slower. */
    private static final Duration BETWEEN = Duration.ofMillis(200);

    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public List<Figure> measure(Program program) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        try (Rig rig = Rig.up(program, "big")) {
            List<AttachRequest> requests = new ArrayList<>();
            for (int i = 1; i <= ENIS; i++) {
                requests.add(AttachRequest.of(Rig.INSTANCE, "more-" + i));
            }
            rig.vpc().attach(requests);
            for (AttachRequest request : requests) {
                VpcEni attached = rig.vpc().vpc().eni(request.eni());
                rig.reach(attached.ipv6().getLast(), PATIENCE);
                rig.reach(attached.ipv4().getLast(), PATIENCE);
            }
            settle(rig);
            VpcEni eni = rig.vpc().vpc().eni("more-" + ENIS);
            figures.add(repair(
                    rig,
                    "rule",
                    Group.V4_RULE,
                    object -> object instanceof Rule rule && rule.priority() > 10000 && rule.family() == Family.V4));
            figures.add(repair(
                    rig,
                    "route",
                    Group.V6_ROUTE,
                    object -> object instanceof Route route && route.table() > 10000 && route.family() == Family.V6));
            figures.add(repair(
                    rig,
                    "address",
                    Group.V4_ADDRESS,
                    object -> object instanceof Address address && eni.ipv4().indexOf(address.ip()) > 0));
            figures.add(marks(rig));
        }
        return figures;
    }

    /** Until the pass that has set all of them up is over: nothing has changed for a while. */
    private static void settle(Rig rig) throws IOException {
        try (Namespace namespace = Namespace.at(rig.machine().networkNamespace());
                Monitor monitor = Monitor.open(namespace, EnumSet.allOf(Group.class))) {
            while (!(monitor.next(QUIET) instanceof Event.Quiet)) {
                // Something is still going on.
            }
        }
    }

    private static Figure repair(Rig rig, String what, Group group, Predicate<KernelObject> which)
            throws IOException, InterruptedException {
        Samples samples = new Samples();
        try (Namespace namespace = Namespace.at(rig.machine().networkNamespace());
                Kernel kernel = Kernel.open(namespace);
                Monitor monitor = Monitor.open(namespace, Set.of(group))) {
            List<KernelObject> objects = kernel.observe()
                    .objects()
                    .filter(Ownership.OF_ENID::owns)
                    .filter(which)
                    .toList();
            for (int i = 0; i < TIMES; i++) {
                KernelObject object = objects.get(i);
                drain(monitor);
                long start = System.nanoTime();
                kernel.apply(List.of(new Change(new KernelStep.Drop(object), new Reason("by hand"))));
                awaitBack(monitor, what);
                samples.add((System.nanoTime() - start) / 1e6);
                Waiting.until(
                        "all is back",
                        PATIENCE,
                        () -> kernel.observe().objects().filter(which).count() >= objects.size());
                Thread.sleep(BETWEEN);
            }
        }
        return Figure.atMost(
                (what.startsWith("a") ? "an " : "a ") + what + " removed by hand is back, slowest of " + TIMES,
                samples.most(),
                50,
                "ms");
    }

    /** There is one table, and it is left alone when it was removed five times in a row. */
    private static Figure marks(Rig rig) throws IOException, InterruptedException {
        Samples samples = new Samples();
        try (Namespace namespace = Namespace.at(rig.machine().networkNamespace());
                Nftables nftables = Nftables.in(namespace)) {
            for (String command : List.of(
                    "ip link add br-bench type bridge",
                    "ip link set br-bench up",
                    "sysctl -q -w net.ipv4.conf.br-bench.forwarding=1")) {
                namespace
                        .call(() -> new ProcessBuilder(command.split(" "))
                                .inheritIO()
                                .start())
                        .waitFor();
            }
            Waiting.until(
                    "connections are marked", PATIENCE, () -> nftables.read().isPresent());
            for (int i = 0; i < MARKS_TIMES; i++) {
                Thread.sleep(QUIET);
                long start = System.nanoTime();
                nftables.remove();
                Waiting.until(
                        "the table is back", PATIENCE, () -> nftables.read().isPresent());
                samples.add((System.nanoTime() - start) / 1e6);
            }
        } catch (Refusal refusal) {
            throw new IOException(refusal);
        }
        return Figure.told(
                "the table of marks of 15 ENIs removed by hand is back, slowest of " + MARKS_TIMES,
                samples.most(),
                "ms");
    }

    private static void drain(Monitor monitor) throws IOException {
        while (!(monitor.next(Duration.ZERO) instanceof Event.Quiet)) {
            // What is old is passed over.
        }
    }

    private static void awaitBack(Monitor monitor, String what) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (monitor.next(Duration.ofMillis(100)) instanceof Event.Changed changed && !changed.removed()) {
                return;
            }
        }
        throw new IOException("the " + what + " did not come back");
    }
}
