package dev.enid.agent.rtnl;

import dev.enid.agent.nftables.Nftables;
import dev.enid.agent.nftables.Refusal;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.LinkNames;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Outcome;
import dev.enid.core.reading.Fault;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.Reply;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Changes on their way into the kernel: as few sends as their order allows, each answer judged by its errno, and another try
 * where that is all it takes.
 */
final class Application {

    private static final Outcome DONE = new Outcome.Done();
    private static final Outcome ALREADY_SO = new Outcome.AlreadySo();

    private final Rtnetlink rtnetlink;
    private final LargeTables tables;
    private final Nftables nftables;
    private final Patience patience;
    private final LinkNames names;
    private final List<Change> changes;
    private final @Nullable Outcome[] outcomes;
    /** The requests of each change, no parts for one that is decided without any. */
    private final List<Deed> deeds = new ArrayList<>();
    /** The answer of the last attempt, for those that are still open. */
    private final List<List<Reply>> replies;

    Application(
            Rtnetlink rtnetlink,
            LargeTables tables,
            Nftables nftables,
            Patience patience,
            LinkNames names,
            List<Change> changes) {
        this.rtnetlink = rtnetlink;
        this.tables = tables;
        this.nftables = nftables;
        this.patience = patience;
        this.names = names;
        this.changes = changes;
        this.outcomes = new Outcome[changes.size()];
        this.replies = new ArrayList<>(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            replies.add(List.of());
            deeds.add(deed(i));
        }
    }

    /** Whether it is no matter of rtnetlink, and is done by itself. */
    static boolean isApart(Change change) {
        return switch (change.step().object()) {
            case Sysctl _, MarkTable _ -> true;
            case Link _, Address _, Neighbor _, Route _, Rule _ -> false;
        };
    }

    private Deed deed(int i) {
        try {
            return isApart(changes.get(i)) ? Deed.NONE : Deed.of(changes.get(i).step());
        } catch (IllegalArgumentException e) {
            outcomes[i] = failed(i, Fault.Kind.INTERNAL, String.valueOf(e.getMessage()));
            return Deed.NONE;
        }
    }

    /** One outcome for each change, in order. */
    List<Outcome> run() {
        int from = 0;
        while (from < changes.size()) {
            if (isApart(changes.get(from))) {
                outcomes[from] = apart(changes.get(from));
                from++;
                continue;
            }
            int to = from;
            while (to < changes.size() && !isApart(changes.get(to))) {
                to++;
            }
            send(IntStream.range(from, to).boxed().toList());
            from = to;
        }
        List<Outcome> all = new ArrayList<>(outcomes.length);
        for (int i = 0; i < outcomes.length; i++) {
            Outcome outcome = outcomes[i];
            all.add(
                    outcome == null
                            ? failed(i, Fault.Kind.BUSY, "the kernel stayed busy; tried again with the next pass")
                            : outcome);
        }
        return all;
    }

    private void send(List<Integer> all) {
        List<Integer> open = withoutForeignVictims(
                all.stream().filter(i -> outcomes[i] == null).toList());
        for (int attempt = 0; !open.isEmpty(); attempt++) {
            if (attempt > 0 && !patience.before(attempt)) {
                open.forEach(this::giveUp);
                return;
            }
            attempt(open);
            Present present = new Present(rtnetlink, tables);
            open = open.stream().filter(i -> !settle(i, present)).toList();
        }
    }

    private void attempt(List<Integer> open) {
        List<Request> requests = new ArrayList<>(open.size());
        open.forEach(i -> deeds.get(i).parts().forEach(part -> requests.add(part.request())));
        try {
            List<Reply> answers = rtnetlink.batch(requests);
            int at = 0;
            for (int i : open) {
                int count = deeds.get(i).parts().size();
                replies.set(i, List.copyOf(answers.subList(at, at + count)));
                at += count;
            }
        } catch (LinuxException e) {
            open.forEach(i -> outcomes[i] = new Outcome.Failed(Refusals.change(changes.get(i), names, e)));
        }
    }

    /** Whether the change has an outcome now; if not, it is to be tried again. */
    private boolean settle(int i, Present present) {
        if (outcomes[i] != null) {
            return true;
        }
        Change change = changes.get(i);
        List<Deed.Part> parts = deeds.get(i).parts();
        boolean done = false;
        boolean unknown = false;
        for (int part = 0; part < parts.size(); part++) {
            switch (replies.get(i).get(part)) {
                case Reply.Ok _ -> done = true;
                case Reply.Unknown _ -> unknown = true;
                case Reply.Refused(LinuxException why) -> {
                    if (!parts.get(part).harmless().contains(why.errno())) {
                        return settleRefused(i, why, present);
                    }
                }
            }
        }
        if (unknown) {
            return settleUnknown(i, present);
        }
        boolean removed = change.step() instanceof KernelStep.Drop;
        outcomes[i] = done || !removed ? DONE : ALREADY_SO;
        return true;
    }

    private boolean settleRefused(int i, LinuxException why, Present present) {
        Change change = changes.get(i);
        if (Refusals.isBusy(why.errno())) {
            return false;
        }
        if (why.errno() != Errno.EEXIST || change.step() instanceof KernelStep.Drop) {
            outcomes[i] = new Outcome.Failed(Refusals.change(change, names, why));
            return true;
        }
        KernelObject wanted = change.step().object();
        try {
            List<KernelObject> there = present.withKeyOf(wanted);
            if (there.isEmpty()) {
                return false;
            }
            boolean so = there.stream().anyMatch(object -> Sameness.of(object, wanted));
            outcomes[i] = so
                    ? ALREADY_SO
                    : failed(
                            i,
                            Fault.Kind.EXISTS,
                            "another one has its place: " + there.getFirst().toIproute2(names));
        } catch (LinuxException e) {
            outcomes[i] = new Outcome.Failed(Refusals.change(change, names, e));
        }
        return true;
    }

    /** The answer was lost, the request may have been carried out: only the kernel's tables can tell. */
    private boolean settleUnknown(int i, Present present) {
        KernelStep step = changes.get(i).step();
        try {
            List<KernelObject> there = present.withKeyOf(step.object());
            boolean so = switch (step) {
                case KernelStep.Drop _ -> there.isEmpty();
                case KernelStep.Put(KernelObject object) -> there.stream().anyMatch(each -> Sameness.of(each, object));
                case KernelStep.Replace(KernelObject _, KernelObject object) ->
                    there.stream().anyMatch(each -> Sameness.of(each, object));
            };
            if (so) {
                outcomes[i] = DONE;
            }
            return so;
        } catch (LinuxException e) {
            outcomes[i] = new Outcome.Failed(Refusals.change(changes.get(i), names, e));
            return true;
        }
    }

    private void giveUp(int i) {
        for (Reply reply : replies.get(i)) {
            if (reply instanceof Reply.Refused(LinuxException why) && Refusals.isBusy(why.errno())) {
                outcomes[i] = new Outcome.Failed(Refusals.change(changes.get(i), names, why));
            }
        }
    }

    /** A request to delete a rule of ours must not hit one that says more than ours and stands before it. */
    private List<Integer> withoutForeignVictims(List<Integer> all) {
        List<Integer> safe = new ArrayList<>(all.size());
        Present present = new Present(rtnetlink, tables);
        for (int i : all) {
            Optional<Rule> named = removedRule(changes.get(i).step());
            try {
                Optional<Rule> victim = named.isPresent() ? present.victim(named.get()) : Optional.empty();
                if (victim.isPresent()) {
                    outcomes[i] = failed(
                            i,
                            Fault.Kind.EXISTS,
                            "the kernel would remove another rule, which fits the same description: "
                                    + victim.get().toIproute2(names));
                } else {
                    safe.add(i);
                }
            } catch (LinuxException e) {
                outcomes[i] = new Outcome.Failed(Refusals.change(changes.get(i), names, e));
            }
        }
        return safe;
    }

    private static Optional<Rule> removedRule(KernelStep step) {
        return switch (step) {
            case KernelStep.Drop(Rule rule) -> Optional.of(rule);
            case KernelStep.Replace(Rule old, KernelObject _) -> Optional.of(old);
            case KernelStep.Drop _, KernelStep.Replace _, KernelStep.Put _ -> Optional.empty();
        };
    }

    private Outcome apart(Change change) {
        return change.step().object() instanceof MarkTable table ? marks(change, table) : sysctl(change);
    }

    private Outcome marks(Change change, MarkTable table) {
        try {
            if (change.step() instanceof KernelStep.Drop) {
                nftables.remove();
            } else {
                nftables.put(table);
            }
            return DONE;
        } catch (Refusal e) {
            return new Outcome.Failed(Refusals.fault(change, names, e.kind(), e.detail()));
        }
    }

    /**
     * By the name that the link has now, and only good if it still has it afterwards: a rename in between would have set
     * another link's value.
     */
    private Outcome sysctl(Change change) {
        if (!(change.step().object() instanceof Sysctl sysctl) || change.step() instanceof KernelStep.Drop) {
            return new Outcome.Failed(
                    Refusals.fault(change, names, Fault.Kind.INTERNAL, "a sysctl is set, never dropped"));
        }
        try {
            Optional<String> name = nameNow(sysctl.link());
            if (name.isEmpty()) {
                return gone(change, "the link is gone");
            }
            rtnetlink.writeSysctl(name.get(), sysctl.name(), sysctl.value());
            return nameNow(sysctl.link()).equals(name) ? DONE : gone(change, "the link was renamed meanwhile");
        } catch (LinuxException e) {
            return new Outcome.Failed(Refusals.change(change, names, e));
        }
    }

    private Optional<String> nameNow(int link) throws LinuxException {
        return link == 0 ? Optional.of("all") : rtnetlink.linkNow(link).map(LinkMessage::name);
    }

    private Outcome gone(Change change, String detail) {
        return new Outcome.Failed(Refusals.fault(change, names, Fault.Kind.GONE, detail));
    }

    private Outcome failed(int i, Fault.Kind kind, String detail) {
        return new Outcome.Failed(Refusals.fault(changes.get(i), names, kind, detail));
    }
}
