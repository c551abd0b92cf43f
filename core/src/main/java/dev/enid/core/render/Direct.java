package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.FileSet;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.Place;
import dev.enid.core.kernel.Link;
import java.util.List;
import java.util.Set;

/** enid itself, by netlink. The host's managers are told to leave secondary ENIs alone, before there are any. */
final class Direct implements Renderer {

    @Override
    public Backend backend() {
        return Backend.DIRECT;
    }

    @Override
    public List<Place> places() {
        return NetworkManagerCoexistence.PLACES;
    }

    @Override
    public FileSet files(HostNetwork network) {
        return FileSet.of(NetworkManagerCoexistence.unmanaged(network));
    }

    @Override
    public List<Command> after(Bringing bringing) {
        return NetworkManagerCoexistence.after(bringing);
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
