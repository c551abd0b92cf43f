package dev.enid.core.desire;

import dev.enid.core.file.FoundFile;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.inventory.Eni;
import dev.enid.core.kernel.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ENI that IMDS describes, and its link.
 *
 * @param word of a person who keeps enid off it
 */
record Placement(Eni eni, Optional<Link> link, Standing.State state, Word word, List<String> notes) {

    /** What a person said. */
    enum Word {
        NONE,
        /** By setting, or by {@code enid down}: nothing of enid is to be on it. */
        OUT,
        /** By {@code EC2SYNC=no}: what is on it, and who put it there, is no concern of enid's. */
        HANDS_OFF
    }

    static List<Placement> of(List<Eni> enis, EniLinks links, Settings settings, FoundFiles files) {
        List<Placement> all = new ArrayList<>();
        for (Eni eni : enis) {
            all.add(of(eni, links, settings, files));
        }
        return List.copyOf(all);
    }

    private static Placement of(Eni eni, EniLinks links, Settings settings, FoundFiles files) {
        Optional<Link> link = links.of(eni.mac());
        if (settings.held().contains(eni.mac())) {
            return ignored(eni, link, Word.OUT, "held down by `enid down`; `enid up` takes it back");
        }
        Optional<EniSelector> ignoredBy = settings.ignored().stream()
                .filter(selector -> selector.matches(eni, link))
                .findFirst();
        if (ignoredBy.isPresent()) {
            return ignored(
                    eni,
                    link,
                    Word.OUT,
                    "opted out by ignore = \"" + ignoredBy.get().text() + "\" in the settings");
        }
        Optional<FoundFile> handsOff = link.flatMap(each -> files.handsOff(each.name()));
        if (handsOff.isPresent()) {
            return ignored(
                    eni,
                    link,
                    Word.HANDS_OFF,
                    "left alone by EC2SYNC=no in " + handsOff.get().path());
        }
        if (eni.efaOnly()) {
            return ignored(eni, link, Word.NONE, "it has no address (EFA only): nothing to configure");
        }
        if (link.isEmpty()) {
            return new Placement(
                    eni,
                    link,
                    Standing.State.PENDING,
                    Word.NONE,
                    List.of("no link with the address " + eni.mac() + ": it is being attached, or was just detached"));
        }
        Optional<Link> master = links.master(link.get());
        if (master.isPresent()) {
            String note = "it belongs to " + master.get().name() + ", whose maker decides on its addresses";
            return ignored(eni, link, Word.NONE, note);
        }
        return new Placement(eni, link, Standing.State.OK, Word.NONE, List.of());
    }

    private static Placement ignored(Eni eni, Optional<Link> link, Word word, String note) {
        return new Placement(eni, link, Standing.State.IGNORED, word, List.of(note));
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
