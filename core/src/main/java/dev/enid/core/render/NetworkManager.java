package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.FileSet;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Place;
import dev.enid.core.kernel.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NetworkManager, by a profile for each ENI, without DHCP, as nm-cloud-setup has it.
 *
 * <p>A profile that is up is not applied again: {@code nmcli device reapply} (1.42) takes every IPv6 address of the link away until
 * duplicate address detection is through anew, and with them all addresses and main-table routes that others put there.
 */
final class NetworkManager implements Renderer {

    /** One file for each link that NetworkManager has had, by ifindex, rewritten once it is activated and once it is not. */
    private static final String STATE = "/run/NetworkManager/devices";

    private static final Pattern ACTIVE = Pattern.compile("^connection-uuid=(\\S+)$", Pattern.MULTILINE);
    private static final Pattern PROFILE = Pattern.compile("^uuid=(\\S+)$", Pattern.MULTILINE);

    /** In seconds: activation takes less than one where nothing is wrong. */
    private static final String PATIENCE = "20";

    @Override
    public Backend backend() {
        return Backend.NETWORKMANAGER;
    }

    @Override
    public List<Place> places() {
        List<Place> places = new ArrayList<>(NetworkManagerCoexistence.PLACES);
        places.add(new Place(NetworkManagerProfile.DIRECTORY, "*.nmconnection"));
        places.add(new Place(STATE, "*"));
        return places;
    }

    @Override
    public FileSet files(HostNetwork network) {
        List<HostFile> files = new ArrayList<>(NetworkManagerCoexistence.withoutDefault(network));
        network.enis().forEach(eni -> files.add(NetworkManagerProfile.of(eni)));
        return FileSet.of(files);
    }

    /**
     * It reads all profiles once, those of links that stay as they are too: else the next activation would bring what was there
     * before. It brings down what has no profile any more by itself.
     */
    @Override
    public List<Command> after(Bringing bringing) {
        List<Command> commands = new ArrayList<>(NetworkManagerCoexistence.after(bringing));
        boolean profiles = bringing.up().findAny().isPresent()
                || !bringing.kept().isEmpty()
                || !bringing.gone().isEmpty();
        if (profiles) {
            commands.add(Command.of("nmcli", "connection", "reload"));
        }
        bringing.up()
                .map(NetworkManagerProfile::name)
                .map(name -> Command.of("nmcli", "--wait", PATIENCE, "connection", "up", "id", name))
                .forEach(commands::add);
        return commands;
    }

    @Override
    public boolean follows() {
        return false;
    }

    /** By its profile, even where a person changed that: nmcli writes it anew, without our marker. */
    @Override
    public Set<String> broughtUp(HostEnvironment host, List<Link> links) {
        Set<String> up = new TreeSet<>();
        for (Link link : links) {
            Optional<String> active =
                    host.files().at(STATE + "/" + link.index()).flatMap(file -> in(file, ACTIVE));
            Optional<String> own =
                    host.files().at(NetworkManagerProfile.path(link.name())).flatMap(file -> in(file, PROFILE));
            if (active.isPresent() && active.equals(own)) {
                up.add(link.name());
            }
        }
        return up;
    }

    private static Optional<String> in(FoundFile file, Pattern line) {
        Matcher found = line.matcher(file.text());
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
