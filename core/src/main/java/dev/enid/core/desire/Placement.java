package dev.enid.core.desire;

import dev.enid.core.inventory.Eni;
import dev.enid.core.kernel.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ENI that IMDS describes, and its link.
 *
 * @param optedOut whether a person keeps enid off it: by setting, or by {@code enid down}
 */
record Placement(Eni eni, Optional<Link> link, Standing.State state, boolean optedOut, List<String> notes) {

    static List<Placement> of(List<Eni> enis, EniLinks links, Settings settings) {
        List<Placement> all = new ArrayList<>();
        for (Eni eni : enis) {
            all.add(of(eni, links, settings));
        }
        return List.copyOf(all);
    }

    private static Placement of(Eni eni, EniLinks links, Settings settings) {
        Optional<Link> link = links.of(eni.mac());
        if (settings.held().contains(eni.mac())) {
            return ignored(eni, link, true, "held down by `enid down`; `enid up` takes it back");
        }
        Optional<EniSelector> ignoredBy = settings.ignored().stream()
                .filter(selector -> selector.matches(eni, link))
                .findFirst();
        if (ignoredBy.isPresent()) {
            return ignored(
                    eni,
                    link,
                    true,
                    "opted out by ignore = \"" + ignoredBy.get().text() + "\" in the settings");
        }
        if (eni.efaOnly()) {
            return ignored(eni, link, false, "it has no address (EFA only): nothing to configure");
        }
        if (link.isEmpty()) {
            return new Placement(
                    eni,
                    link,
                    Standing.State.PENDING,
                    false,
                    List.of("no link with the address " + eni.mac() + ": it is being attached, or was just detached"));
        }
        Optional<Link> master = links.master(link.get());
        if (master.isPresent()) {
            String note = "it belongs to " + master.get().name() + ", whose maker decides on its addresses";
            return ignored(eni, link, false, note);
        }
        return new Placement(eni, link, Standing.State.OK, false, List.of());
    }

    private static Placement ignored(Eni eni, Optional<Link> link, boolean optedOut, String note) {
        return new Placement(eni, link, Standing.State.IGNORED, optedOut, List.of(note));
    }

    boolean isActive() {
        return state == Standing.State.OK;
    }

    boolean isOn(int index) {
        return link.map(each -> each.index() == index).orElse(false);
    }

    /** Only for an active one, which has a link. */
    int index() {
        return link.orElseThrow().index();
    }

    Standing standing(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new Standing(eni.mac(), Optional.of(eni), link, state, all);
    }
}
