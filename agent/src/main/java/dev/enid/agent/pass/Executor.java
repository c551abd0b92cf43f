package dev.enid.agent.pass;

import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Outcome;
import dev.enid.core.plan.Plan;
import dev.enid.core.reading.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carries plans out, in their order. It never stops at a failure: what rests on the failed change is skipped, the rest goes on,
 * and the next plan starts from what the kernel then holds.
 */
public final class Executor {

    private final Kernel kernel;
    private final AddressBook book;

    /** For objects that the kernel marks as ours by itself. */
    public Executor(Kernel kernel) {
        this(kernel, AddressBook.NONE);
    }

    /** With a ledger, for kernels that do not mark addresses. */
    public Executor(Kernel kernel, Ledger ledger) {
        this(kernel, new AddressBook.Kept(kernel, ledger));
    }

    private Executor(Kernel kernel, AddressBook book) {
        this.kernel = kernel;
        this.book = book;
    }

    /** One result for each change of the plan, in order; never throws. */
    public Applied apply(Plan plan) {
        return new Run().apply(plan.changes());
    }

    /** One plan on its way. */
    private final class Run {
        private final List<Applied.Result> results = new ArrayList<>();
        /** Consecutive changes of which none rests on another: they go to the kernel in one send. */
        private final List<Change> together = new ArrayList<>();

        private final Set<Rests> pending = new HashSet<>();
        private final Map<Rests, Change> fallen = new HashMap<>();

        Applied apply(List<Change> changes) {
            for (Change change : changes) {
                List<Rests> needs = Rests.needs(change.step());
                if (needs.stream().anyMatch(pending::contains)) {
                    send();
                }
                together.add(change);
                pending.addAll(Rests.provides(change.step()));
            }
            send();
            return new Applied(results);
        }

        private void send() {
            List<Change> sent = new ArrayList<>(together.size());
            List<Outcome> outcomes = new ArrayList<>(together.size());
            Map<Change, Change> blocked = new HashMap<>();
            for (Change change : together) {
                Rests.needs(change.step()).stream()
                        .map(fallen::get)
                        .filter(java.util.Objects::nonNull)
                        .findFirst()
                        .ifPresentOrElse(blocker -> blocked.put(change, blocker), () -> sent.add(change));
            }
            if (!sent.isEmpty()) {
                book.before(sent);
                outcomes.addAll(kernel.apply(sent));
                book.after(sent, outcomes);
            }
            int next = 0;
            for (Change change : together) {
                Change blocker = blocked.get(change);
                Outcome outcome = blocker == null ? outcomes.get(next++) : new Outcome.Skipped(blocker);
                results.add(new Applied.Result(change, outcome));
                note(change, outcome);
            }
            together.clear();
            pending.clear();
        }

        private void note(Change change, Outcome outcome) {
            switch (outcome) {
                case Outcome.Failed(Fault fault) -> fall(change, change, fault.kind());
                case Outcome.Skipped(Change blocker) -> fall(change, blocker, Fault.Kind.GONE);
                case Outcome.Done _, Outcome.AlreadySo _ -> {}
            }
        }

        private void fall(Change change, Change root, Fault.Kind kind) {
            if (change.step() instanceof KernelStep.Drop) {
                return;
            }
            for (Rests rests : Rests.provides(change.step())) {
                if (rests.fallsWith(kind)) {
                    fallen.putIfAbsent(rests, root);
                }
            }
        }
    }
}
