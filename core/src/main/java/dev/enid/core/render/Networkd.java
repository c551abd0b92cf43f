package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.FileSet;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Place;
import dev.enid.core.kernel.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** systemd-networkd: files below /run/systemd/network, as amazon-ec2-net-utils 2.x writes them. */
final class Networkd implements Renderer {

    @Override
    public Backend backend() {
        return Backend.NETWORKD;
    }

    @Override
    public List<Place> places() {
        return Stream.of(NetworkdDirectories.PLACES, NetworkdCoexistence.PLACES, List.of(NetworkdState.PLACE))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public FileSet files(HostNetwork network) {
        NetworkdDirectories directories = new NetworkdDirectories(network.host().files());
        List<HostFile> files = new ArrayList<>();
        for (EniNetwork each : network.enis()) {
            files.addAll(new NetworkdFiles(each, NetworkdPlace.of(each.link(), directories)).all());
        }
        if (!files.isEmpty()) {
            files.add(NetworkdCoexistence.foreignObjects(backend()));
        }
        return FileSet.of(files);
    }

    /** A reload takes up what has changed and keeps what has not; what went missing under unchanged files it does not see. */
    @Override
    public List<Command> after(Bringing bringing) {
        List<Command> commands = new ArrayList<>();
        if (!bringing.changed().isEmpty() || !bringing.gone().isEmpty()) {
            commands.add(Command.of("networkctl", "reload"));
        }
        if (!bringing.again().isEmpty()) {
            commands.add(new Command(Stream.concat(Stream.of("networkctl", "reconfigure"), bringing.again().stream())
                    .toList()));
        }
        return commands;
    }

    @Override
    public boolean follows() {
        return true;
    }

    /** Those that networkd calls configured, by a file of enid's or beside one. */
    @Override
    public Set<String> broughtUp(HostEnvironment host, List<Link> links) {
        return links.stream()
                .filter(link -> NetworkdState.of(link, host.files())
                        .filter(NetworkdState::isConfigured)
                        .filter(state -> isOurs(state.networkFile(), host.files()))
                        .isPresent())
                .map(Link::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isOurs(String networkFile, FoundFiles files) {
        String dropIns =
                NetworkdDirectories.OURS + "/" + networkFile.substring(networkFile.lastIndexOf('/') + 1) + ".d";
        return files.at(networkFile).flatMap(file -> file.marker()).isPresent()
                || files.in(dropIns).anyMatch(file -> file.marker().isPresent());
    }
}
