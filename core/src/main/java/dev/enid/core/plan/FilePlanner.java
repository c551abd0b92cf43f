package dev.enid.core.plan;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Guard;
import dev.enid.core.desire.Reason;
import dev.enid.core.desire.Standing;
import dev.enid.core.file.Backend;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;
import dev.enid.core.inventory.Eni;
import dev.enid.core.render.Bringing;
import dev.enid.core.render.Handing;
import dev.enid.core.render.Renderer;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares the files that are to be there with those found, and tells what their managers have to do. */
final class FilePlanner {

    private static final Reason OF_NO_USE = new Reason("nothing is said there any more");

    private final Snapshot snapshot;
    private final Desired desired;
    private final Handing handing;
    private final List<FileChange> changes = new ArrayList<>();
    private final List<FilePlan.Withheld> withheld = new ArrayList<>();
    private final Map<Backend, Told> told = new EnumMap<>(Backend.class);

    /** What one manager is to be told. */
    private static final class Told {
        private final SortedSet<String> changed = new TreeSet<>();
        private final SortedSet<String> again = new TreeSet<>();
        private final SortedSet<String> kept = new TreeSet<>();
        private final SortedSet<String> gone = new TreeSet<>();
        private final SortedSet<String> host = new TreeSet<>();
    }

    FilePlanner(Snapshot snapshot, Desired desired, Handing handing) {
        this.snapshot = snapshot;
        this.desired = desired;
        this.handing = handing;
    }

    /**
     * What is to be done; nothing while it is not known which ENI is the primary, whose link no manager may be kept from.
     *
     * @param again links whose handed objects are missing, and whose manager may be asked once more
     * @param up links that their manager has brought up, by its own word
     */
    FilePlan plan(Set<String> again, Set<String> up) {
        if (snapshot.instance().known().isEmpty()) {
            return FilePlan.NOTHING;
        }
        handing.files().files().values().forEach(this::want);
        snapshot.host()
                .environment()
                .files()
                .ours()
                .filter(file -> !handing.files().files().containsKey(file.path()) && !file.saysHandsOff())
                .forEach(this::leftOver);
        return new FilePlan(changes, tellings(again, up), withheld);
    }

    private List<Telling> tellings(Set<String> again, Set<String> up) {
        Renderer renderer = handing.renderer();
        Told own = told(renderer.backend());
        if (!renderer.follows()) {
            // Their files are for the next time; what is to hold now is put into the kernel.
            own.kept.addAll(own.changed);
            own.kept.retainAll(up);
            own.changed.removeAll(up);
        }
        own.gone.addAll(renderer.lost(snapshot.host().environment(), snapshot.state()));
        own.again.addAll(again);
        own.again.removeAll(own.changed);
        List<Telling> tellings = new ArrayList<>();
        told.forEach((backend, each) -> {
            Bringing bringing = new Bringing(each.changed, each.again, each.kept, each.gone, each.host);
            if (!bringing.isEmpty()) {
                tellings.add(new Telling(backend, bringing));
            }
        });
        return tellings;
    }

    private Told told(Backend backend) {
        return told.computeIfAbsent(backend, _ -> new Told());
    }

    private void want(HostFile file) {
        Optional<FoundFile> there = snapshot.host().environment().files().at(file.path());
        Marker marker = file.marker();
        FileChange change = new FileChange(
                new FileStep.Write(file, there),
                marker.link(),
                new Reason(marker.backend().word(), " is told by it what enid wants"));
        Optional<String> refused = there.flatMap(FilePlanner::refuses);
        if (refused.isPresent()) {
            withheld.add(new FilePlan.Withheld(change, Guard.FOREIGN, refused.get()));
        } else if (there.isEmpty() || !isSame(there.get(), file)) {
            changes.add(change);
            note(marker, file.path(), true);
        }
    }

    private void note(Marker marker, String path, boolean stays) {
        Told own = told(marker.backend());
        if (marker.eni().isEmpty()) {
            own.host.add(path);
        } else if (stays) {
            own.changed.add(marker.link());
        } else {
            own.gone.add(marker.link());
        }
    }

    private static boolean isSame(FoundFile there, HostFile file) {
        return there.text().equals(file.text()) && there.mode() == file.mode() && there.owner() == 0;
    }

    private static Optional<String> refuses(FoundFile there) {
        if (there.saysHandsOff()) {
            return Optional.of("it says EC2SYNC=no; without that line enid would write it");
        }
        return switch (there.kind()) {
            case SYMBOLIC_LINK ->
                Optional.of("it is a symbolic link, which enid neither follows nor replaces: move it away");
            case OTHER -> Optional.of("it is no file: move it away");
            case UNREADABLE -> Optional.of("it cannot be read, so it is not known whose it is");
            case REGULAR ->
                there.marker().isPresent()
                        ? Optional.empty()
                        : Optional.of("it was not written by enid and stays; move it away to let enid write it");
        };
    }

    private void leftOver(FoundFile file) {
        Marker marker = file.marker().orElseThrow();
        reason(marker).ifPresent(because -> {
            changes.add(new FileChange(new FileStep.Remove(file), marker.link(), because));
            boolean stays = marker.backend() == handing.renderer().backend()
                    && handing.network().enis().stream()
                            .anyMatch(each -> each.link().name().equals(marker.link()));
            note(marker, file.path(), stays);
        });
    }

    /** Why a file of ours that nobody wants may go: as with what is in the kernel, unknown is not absent. */
    private Optional<Reason> reason(Marker marker) {
        if (marker.backend() != handing.renderer().backend()) {
            return Optional.of(new Reason("backend ", marker.backend().word(), " is not in force any more"));
        }
        if (marker.eni().isEmpty()) {
            return snapshot.instance().isFresh() ? Optional.of(OF_NO_USE) : Optional.empty();
        }
        Optional<Standing> standing = desired.standings().stream()
                .filter(each -> each.eni().map(Eni::id).equals(marker.eni()))
                .findFirst();
        if (standing.isEmpty() && !snapshot.instance().isFresh()) {
            return Optional.empty();
        }
        // One that IMDS does not describe at the moment may be that very one.
        boolean pending =
                desired.standings().stream().anyMatch(each -> each.eni().isEmpty());
        return standing.isEmpty() ? gone(marker, !pending) : of(marker, standing.get());
    }

    private Optional<Reason> of(Marker marker, Standing standing) {
        return switch (standing.state()) {
            case IGNORED ->
                Optional.of(new Reason(marker.eni().orElseThrow(), " is ", String.join(", ", standing.notes())));
            case PENDING -> gone(marker, standing.link().isEmpty());
            case OK, UNKNOWN -> snapshot.instance().isFresh() ? Optional.of(OF_NO_USE) : Optional.empty();
        };
    }

    private Optional<Reason> gone(Marker marker, boolean sure) {
        return sure && !handing.keepsFiles()
                ? Optional.of(new Reason(marker.eni().orElseThrow(), " is gone"))
                : Optional.empty();
    }
}
