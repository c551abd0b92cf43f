package dev.enid.core.plan;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Guard;
import dev.enid.core.desire.Refused;
import dev.enid.core.desire.Want;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.render.Handing;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares what is with what should be, and orders what follows. A second plan after the first is the verification. */
public final class Planner {

    private final KernelState state;
    private final Ownership ownership;
    private final Set<KernelObject.Key> resting;
    private final ManagementPath path;
    private final Existing existing;
    private final List<Change> changes = new ArrayList<>();
    private final List<Withheld> withheld = new ArrayList<>();
    private final Map<String, HostFacts.Asked> asked;
    private final Optional<Handing> handing;
    /** Links that their manager has brought up, by its own word. */
    private final Set<String> up;
    /** Links whose handed objects are missing, and whose manager may be asked once more. */
    private final Set<String> again = new TreeSet<>();

    private Planner(Snapshot snapshot, Optional<Handing> handing) {
        this.state = snapshot.state();
        this.ownership = snapshot.host().ownership();
        this.resting = snapshot.host().resting();
        this.asked = snapshot.host().asked();
        this.path = new ManagementPath(snapshot);
        this.existing = new Existing(state, ownership);
        this.handing = handing;
        this.up = handing.map(Handing::broughtUp).orElse(Set.of());
    }

    /** Of the kernel alone: empty when all that is wanted holds, and when the kernel could not be read. */
    public static Plan plan(Snapshot snapshot, Desired desired) {
        return snapshot.kernel().isFresh()
                ? new Planner(snapshot, Optional.empty()).plan(desired)
                : new Plan(List.of(), List.of());
    }

    /** The same with what is handed to the host's network manager, and the files of all managers. */
    public static Plan plan(Snapshot snapshot, Desired desired, Handing handing) {
        if (!snapshot.kernel().isFresh()) {
            return new Plan(List.of(), List.of());
        }
        Planner planner = new Planner(snapshot, Optional.of(handing));
        Plan kernel = planner.plan(desired);
        FilePlan files = new FilePlanner(snapshot, desired, handing).plan(planner.again, planner.up);
        return new Plan(kernel.changes(), kernel.withheld(), files);
    }

    private Plan plan(Desired desired) {
        desired.wants().forEach(this::want);
        existing.leftovers()
                .forEach(object -> desired.leftovers()
                        .drop(object)
                        .ifPresent(reason -> decide(new Change(new KernelStep.Drop(object), reason))));
        desired.refused().forEach(this::refuse);
        keepLastAddresses();
        Comparator<Change> order = new Order(path).changes();
        changes.sort(order);
        withheld.sort(Comparator.comparing(Withheld::change, order));
        return new Plan(changes, withheld);
    }

    private void want(Want want) {
        KernelObject wanted = want.object();
        Optional<KernelObject> there = existing.claim(wanted);
        if (there.isEmpty()) {
            // A link or sysctl cannot be made: it went while the policy looked, and the next pass sees it.
            if (!(wanted instanceof Link) && !(wanted instanceof Sysctl)) {
                miss(new Change(new KernelStep.Put(wanted), want.reason()));
            }
            return;
        }
        KernelObject object = there.get();
        if (serves(object, wanted)) {
            return;
        }
        if (isForeign(object)) {
            String why = object.toIproute2(state) + " is someone else's and stays";
            withheld.add(new Withheld(new Change(new KernelStep.Put(wanted), want.reason()), Guard.FOREIGN, why));
            return;
        }
        KernelObject target = wanted instanceof Address address ? like(address, (Address) object) : wanted;
        decide(new Change(new KernelStep.Replace(object, target), want.reason()));
    }

    /** What is handed to a manager comes by it: by its files, or by its being asked again, or it is told that it did not come. */
    private void miss(Change change) {
        Optional<String> link = handing.flatMap(each -> each.link(change.step().object()))
                .filter(name -> handing.orElseThrow().renderer().follows() || !up.contains(name) || isBusy(name));
        if (link.isEmpty()) {
            decide(change);
        } else if (asked.containsKey(link.get())) {
            withheld.add(new Withheld(
                    change,
                    Guard.MANAGER,
                    Objects.requireNonNull(asked.get(link.get())).words()));
        } else {
            again.add(link.get());
        }
    }

    /** ifup lists a link as up before it has done anything, and takes that back where it fails. */
    private boolean isBusy(String link) {
        HostFacts.Asked about = asked.get(link);
        return about != null && about.busy();
    }

    private boolean isForeign(KernelObject object) {
        return switch (object) {
            case Link _, Sysctl _ -> false;
            case Address _, Neighbor _, Route _, Rule _, MarkTable _ -> !ownership.owns(object);
        };
    }

    private static Address like(Address wanted, Address there) {
        return wanted.ip().family() == Family.V4
                ? wanted
                : new Address(
                        wanted.link(),
                        wanted.ip(),
                        there.prefixLength(),
                        wanted.peer(),
                        wanted.flags(),
                        wanted.scope(),
                        wanted.protocol());
    }

    private boolean serves(KernelObject object, KernelObject wanted) {
        return switch (wanted) {
            case Link link -> Likeness.serves((Link) object, link);
            case Address _ -> Likeness.serves((Address) object) || !ownership.owns(object);
            case Neighbor neighbor -> ((Neighbor) object).mac().equals(neighbor.mac());
            case Route route -> Likeness.serves((Route) object, route, ownership.owns(object));
            case Rule _ -> true;
            case Sysctl sysctl -> ((Sysctl) object).value() == sysctl.value();
            case MarkTable table -> object.equals(table);
        };
    }

    private void decide(Change change) {
        Optional<String> cut = path.refuses(change);
        if (cut.isPresent()) {
            withheld.add(new Withheld(change, Guard.MANAGEMENT_PATH, cut.get()));
        } else if (resting.contains(change.step().object().key())) {
            String why = "someone keeps changing it back; enid tries again later";
            withheld.add(new Withheld(change, Guard.BACK_OFF, why));
        } else {
            changes.add(change);
        }
    }

    /** With the last IPv4 address of a link the kernel removes every IPv4 route by it, in all tables and whoever made it. */
    private void keepLastAddresses() {
        LastAddresses last = new LastAddresses(state, changes);
        for (Change change : List.copyOf(changes)) {
            last.staying(change).ifPresent(route -> {
                changes.remove(change);
                boolean foreign = !ownership.owns(route);
                String why = route.toIproute2(state) + (foreign ? " is someone else's and" : "")
                        + " would go with the link's last IPv4 address";
                withheld.add(new Withheld(change, foreign ? Guard.FOREIGN : Guard.MANAGEMENT_PATH, why));
            });
        }
    }

    private void refuse(Refused refused) {
        KernelObject wanted = refused.want().object();
        if (!existing.has(wanted)) {
            Change change =
                    new Change(new KernelStep.Put(wanted), refused.want().reason());
            withheld.add(new Withheld(change, refused.guard(), refused.why()));
        }
    }
}
