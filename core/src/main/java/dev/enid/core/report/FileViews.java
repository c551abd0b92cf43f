package dev.enid.core.report;

import dev.enid.core.plan.FilePlan;
import dev.enid.core.plan.Telling;
import dev.enid.core.render.Renderer;
import dev.enid.core.render.Renderers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files of network managers, and what these are told, in the same views as what is in the kernel. */
final class FileViews {

    /** The verb of what a manager is told. */
    static final String RUN = "run";

    private FileViews() {}

    static WithheldView of(FilePlan.Withheld withheld) {
        ChangeView change = ChangeView.of(withheld.change());
        return new WithheldView(
                change.action(),
                change.interface_(),
                change.object(),
                change.because(),
                withheld.guard().word(),
                withheld.why());
    }

    /** The commands by which a manager is told. */
    static List<ChangeView> of(Telling telling) {
        Renderer renderer = Renderers.of(telling.backend());
        String links = Stream.concat(telling.bringing().up(), telling.bringing().gone().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        String because = telling.backend().word() + " is to follow its files" + (links.isEmpty() ? "" : " of " + links);
        return Stream.concat(renderer.before(telling.bringing()).stream(), renderer.after(telling.bringing()).stream())
                .map(command -> new ChangeView(RUN, "", command.toString(), Optional.empty(), because))
                .toList();
    }
}
