package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.FileSet;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.Place;
import dev.enid.core.kernel.Link;
import java.util.List;
import java.util.Set;

/** Not written yet. */
final class Sles implements Renderer {

    @Override
    public Backend backend() {
        return Backend.SLES;
    }

    @Override
    public List<Place> places() {
        return List.of();
    }

    @Override
    public FileSet files(HostNetwork network) {
        return FileSet.EMPTY;
    }

    @Override
    public List<Command> after(Bringing bringing) {
        return List.of();
    }

    @Override
    public boolean follows() {
        return false;
    }

    @Override
    public Set<String> broughtUp(HostEnvironment host, List<Link> links) {
        return Set.of();
    }
}
