package dev.enid.core.report;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Settings;
import dev.enid.core.file.BackendChoice;
import dev.enid.core.file.HostFile;
import dev.enid.core.kernel.Link;
import dev.enid.core.plan.FilePlan;
import dev.enid.core.plan.Planner;
import dev.enid.core.render.Bringing;
import dev.enid.core.render.EniNetwork;
import dev.enid.core.render.Handing;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What {@code enid render} shows: the files of a network manager as enid would write them, whatever is there by now.
 *
 * @param backend whose files they are
 * @param because why that backend is in force, in sentences
 * @param files by path
 * @param commands what the manager would be told once all of them are new
 * @param notes what a person should know beside, in sentences
 */
public record RenderView(
        String backend, List<String> because, List<FileView> files, List<String> commands, List<String> notes) {

    /**
     * One file.
     *
     * @param mode its permissions, in octal digits: {@code 0644}
     */
    public record FileView(String path, String mode, String text) {

        static FileView of(HostFile file) {
            return new FileView(file.path(), String.format("%04o", file.mode()), file.text());
        }
    }

    public RenderView {
        because = List.copyOf(because);
        files = List.copyOf(files);
        commands = List.copyOf(commands);
        notes = List.copyOf(notes);
    }

    /** What the backend of these settings gets. */
    public static RenderView of(Snapshot seen, Desired desired, Settings settings) {
        Handing handing = Handing.of(seen, desired, settings);
        BackendChoice choice = BackendChoice.of(settings.backend(), seen.host().environment());
        Collection<HostFile> files = handing.files().files().values();
        return new RenderView(
                choice.backend().word(),
                choice.trace(),
                files.stream().map(FileView::of).toList(),
                files.isEmpty()
                        ? List.of()
                        : handing.renderer().after(bringing(files)).stream()
                                .map(Object::toString)
                                .toList(),
                notes(seen, desired, handing));
    }

    /** As if none of them had been there. */
    private static Bringing bringing(Collection<HostFile> files) {
        SortedSet<String> links = new TreeSet<>();
        SortedSet<String> host = new TreeSet<>();
        for (HostFile file : files) {
            if (file.marker().eni().isPresent()) {
                links.add(file.marker().link());
            } else {
                host.add(file.path());
            }
        }
        return new Bringing(links, new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), host);
    }

    private static List<String> notes(Snapshot seen, Desired desired, Handing handing) {
        List<String> notes = new ArrayList<>();
        String backend = handing.renderer().backend().word();
        List<String> enis = handing.network().enis().stream()
                .map(EniNetwork::link)
                .map(Link::name)
                .toList();
        if (handing.files().files().isEmpty()) {
            notes.add(
                    backend.equals("direct")
                            ? "There are no files to write: by backend direct enid brings ENIs up itself."
                            : enis.isEmpty()
                                    ? "There are no files to write: no secondary ENI is to be brought up by " + backend
                                            + "."
                                    : "There are no files to write for " + String.join(", ", enis) + ".");
        }
        notes.addAll(Notes.onReadings(seen));
        desired.standings().forEach(each -> each.notes().forEach(note -> notes.add(Notes.name(each) + ": " + note)));
        for (FilePlan.Withheld each :
                Planner.plan(seen, desired, handing).files().withheld()) {
            notes.add(each.change().step().path() + " would not be written: " + each.why() + ".");
        }
        return notes;
    }
}
