package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.FileSet;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Place;
import dev.enid.core.kernel.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** enid itself, by netlink. The host's managers are told to leave secondary ENIs alone, before there are any. */
final class Direct implements Renderer {

    @Override
    public Backend backend() {
        return Backend.DIRECT;
    }

    @Override
    public List<Place> places() {
        return Stream.concat(NetworkdCoexistence.PLACES.stream(), NetworkManagerCoexistence.PLACES.stream())
                .toList();
    }

    @Override
    public FileSet files(HostNetwork network) {
        List<HostFile> files = new ArrayList<>(NetworkdCoexistence.files(network));
        files.addAll(NetworkManagerCoexistence.unmanaged(network));
        return FileSet.of(files);
    }

    @Override
    public List<Command> after(Bringing bringing) {
        return Stream.concat(
                        NetworkdCoexistence.after(bringing).stream(),
                        NetworkManagerCoexistence.after(bringing).stream())
                .toList();
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
