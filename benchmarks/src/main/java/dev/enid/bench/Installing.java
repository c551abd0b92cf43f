package dev.enid.bench;

import dev.enid.agent.pass.Executor;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.desire.Reason;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Outcome;
import dev.enid.core.plan.Plan;
import dev.enid.core.snapshot.Ownership;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A thousand rules and a thousand routes, put and dropped in a namespace of its own, in one warm process. */
final class Installing implements Measurement {

    private static final int EACH = 1000;
    private static final int TIMES = 100;
    private static final int WARM_UP = 150;
    private static final Reason REASON = new Reason("measured");

    @Override
    public List<Figure> measure(Program program) throws IOException {
        Samples samples = new Samples();
        try (Namespace namespace = Namespace.create();
                Kernel kernel = Kernel.open(namespace)) {
            Executor executor = new Executor(kernel);
            Link lo = kernel.observe().links().getFirst();
            executor.apply(plan(List.of(new KernelStep.Replace(lo, lo.withUp(true)))));
            List<KernelObject> objects = objects(lo.index());
            for (int i = 0; i < WARM_UP + TIMES; i++) {
                long start = System.nanoTime();
                done(executor.apply(
                        plan(objects.stream().map(KernelStep.Put::new).toList())));
                if (i >= WARM_UP) {
                    samples.add((System.nanoTime() - start) / 1e6);
                }
                done(executor.apply(plan(
                        objects.reversed().stream().map(KernelStep.Drop::new).toList())));
            }
        }
        return List.of(Figure.atMost(
                "2,000 rules and routes installed, warm, median of " + TIMES, samples.median(), 30, "ms"));
    }

    private static List<KernelObject> objects(int link) {
        List<KernelObject> objects = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            Ip ip = Ip.v4(0x0a000000 + i);
            objects.add(Route.unicast(10001, ip.toCidr(), NextHop.direct(link), 0, Ownership.ENID));
        }
        for (int i = 0; i < EACH; i++) {
            Ip ip = Ip.v4(0x0a000000 + i);
            objects.add(Rule.lookup(Family.V4, 10001, Rule.Selector.from(ip.toCidr()), 10001, Ownership.ENID));
        }
        return objects;
    }

    private static Plan plan(List<? extends KernelStep> steps) {
        return new Plan(steps.stream().map(step -> new Change(step, REASON)).toList(), List.of());
    }

    private static void done(Applied applied) throws IOException {
        for (Applied.Result result : applied.results()) {
            if (!(result.outcome() instanceof Outcome.Done)) {
                throw new IOException(
                        result.change().step().object().toIproute2(KernelState.EMPTY) + ": " + result.outcome());
            }
        }
    }
}
