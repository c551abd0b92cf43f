package dev.enid.agent.operations;

import dev.enid.agent.pass.Report;
import dev.enid.agent.settings.HeldEnis;
import dev.enid.core.desire.EniSelector;
import dev.enid.core.desire.Reason;
import dev.enid.core.desire.Standing;
import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Link;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.report.ApplyView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What {@code enid down} and {@code enid up} have in common, with a daemon and without. */
final class Holding {

    private static final Reason HELD = new Reason("held down by `enid down`; `enid up` takes it back");

    private final HeldEnis file;

    Holding(HeldEnis file) {
        this.file = file;
    }

    HeldEnis.Held held() {
        return file.read();
    }

    /** The ENI to take down. The primary is the way by which the host is reached. */
    Mac toHold(Look look, EniSelector selector) throws OperationFailed {
        Standing standing = look.eni(selector);
        Optional<Eni> eni = standing.eni();
        if (eni.isEmpty()) {
            throw new OperationFailed(
                    selector.text() + " is " + standing.state().word()
                            + ", so it is not known whether it is the primary ENI",
                    String.join("; ", standing.notes()));
        }
        if (eni.get().primary()) {
            throw new OperationFailed(
                    selector.text() + " is the primary ENI, by which this host is reached: it stays up",
                    "enid leaves taking it down to the host's own network manager");
        }
        return standing.mac();
    }

    /** Writes down what is held from now on. */
    SortedSet<Mac> set(Mac mac, boolean held) throws OperationFailed {
        SortedSet<Mac> macs = new TreeSet<>(file.read().macs());
        if (held ? macs.add(mac) : macs.remove(mac)) {
            try {
                file.write(macs);
            } catch (IOException e) {
                throw new OperationFailed(
                        e, "what is held down cannot be written down, so nothing was changed: " + e.getMessage());
            }
        }
        return macs;
    }

    /** Sets the link of an ENI down, after a pass has removed what was on it. */
    static ApplyView linkDown(Report report, Mac mac, Tables tables, List<String> troubles) {
        List<Applied.Result> results = new ArrayList<>(report.applied().results());
        report.desired().standings().stream()
                .filter(standing -> standing.mac().equals(mac))
                .flatMap(standing -> standing.link().stream())
                .filter(Link::up)
                .map(link -> new Change(new KernelStep.Replace(link, link.withUp(false)), HELD))
                .forEach(change -> results.add(new Applied.Result(change, tables.apply(change))));
        Applied applied = report.applied();
        return view(report, new Applied(results, applied.files(), applied.told()), troubles);
    }

    static ApplyView view(Report report, Applied applied, List<String> troubles) {
        List<String> all = new ArrayList<>(report.notes());
        all.addAll(troubles);
        return ApplyView.of(report.before(), applied, report.after(), report.desired(), report.remaining(), all);
    }
}
