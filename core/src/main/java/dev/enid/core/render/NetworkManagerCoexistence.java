package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;
import dev.enid.core.file.Place;
import java.util.List;

/**
 * What keeps NetworkManager from doing something of its own with ENIs that are plugged in, told by their drivers (NetworkManager.conf(5),
 * "Device List Format"). A person's file of the same name in /etc/NetworkManager/conf.d goes before it.
 */
final class NetworkManagerCoexistence {

    private static final String DIRECTORY = "/run/NetworkManager/conf.d";
    private static final String NAME = "90-enid.conf";

    static final String PATH = DIRECTORY + "/" + NAME;
    static final List<Place> PLACES = List.of(new Place(DIRECTORY, NAME));
    static final Command RELOAD = Command.of("nmcli", "general", "reload", "conf");

    private NetworkManagerCoexistence() {}

    /** For a host whose ENIs enid brings up itself. Those that NetworkManager has already stay with it until the next boot. */
    static List<HostFile> unmanaged(HostNetwork network) {
        return network.primary().filter(_ -> runs(network)).stream()
                .map(primary -> new Keyfile(Marker.ofHost(Backend.DIRECT))
                        .section("device-enid")
                        .set("match-device", enisBut(primary))
                        .set("managed", 0)
                        .at(PATH, 0644))
                .toList();
    }

    /** For a host whose ENIs NetworkManager brings up: it waits for their profiles, and does not begin with DHCP. */
    static List<HostFile> withoutDefault(HostNetwork network) {
        return network.primary().stream()
                .map(primary -> new Keyfile(Marker.ofHost(Backend.NETWORKMANAGER))
                        .section("main")
                        .set("no-auto-default+", enisBut(primary))
                        .at(PATH, 0644))
                .toList();
    }

    static List<Command> after(Bringing bringing) {
        return bringing.host().contains(PATH) ? List.of(RELOAD) : List.of();
    }

    private static boolean runs(HostNetwork network) {
        return network.host().has(HostEnvironment.NETWORKMANAGER_RUNS);
    }

    private static String enisBut(String primary) {
        return "driver:ena,driver:ixgbevf,driver:vif,except:interface-name:=" + primary;
    }
}
