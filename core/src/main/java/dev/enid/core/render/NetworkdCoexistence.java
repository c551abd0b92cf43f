package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;
import dev.enid.core.file.Place;
import java.util.List;
import java.util.Optional;

/** What keeps networkd's hands off what is enid's. */
final class NetworkdCoexistence {

    private static final String SETTINGS = "/run/systemd/networkd.conf.d";

    /**
     * Before {@code 10-netplan-*} and {@code 10-cloud-init-*}, and before a distribution's file for every interface there is. A person
     * masks it by a link of that name to /dev/null in /etc/systemd/network.
     */
    private static final String UNMANAGED = NetworkdDirectories.OURS + "/05-enid.network";

    static final List<Place> PLACES =
            List.of(new Place(NetworkdDirectories.OURS, "05-enid.network"), new Place(SETTINGS, "enid.conf"));

    private NetworkdCoexistence() {}

    /** For a host whose ENIs enid brings up itself, where networkd is there. */
    static List<HostFile> files(HostNetwork network) {
        if (!network.host().has(HostEnvironment.NETWORKD_RUNS)) {
            return List.of();
        }
        HostFile foreign = foreignObjects(Backend.DIRECT);
        return unmanaged(network).map(file -> List.of(file, foreign)).orElseGet(() -> List.of(foreign));
    }

    /**
     * networkd leaves secondary ENIs alone from the moment they are plugged in. The primary is told apart by its names, all of them:
     * networkd holds {@code !eth0} for true of eth0 as soon as it has another name (systemd 245 to 257). Where one comes later, what
     * udev says counts.
     */
    private static Optional<HostFile> unmanaged(HostNetwork network) {
        return network.primary()
                .map(name -> new NetworkFile(Marker.ofHost(Backend.DIRECT))
                        .section("Match")
                        .set("Driver", "ena ixgbevf vif")
                        .set("Name", "!" + String.join(" ", network.primaryNames()))
                        .set("Property", "!INTERFACE=" + name)
                        .section("Link")
                        .set("Unmanaged", true)
                        .at(UNMANAGED));
    }

    /** networkd reads its own settings only when it starts, which is not enid's to ask for. */
    static List<Command> after(Bringing bringing) {
        return bringing.host().contains(UNMANAGED) ? List.of(Command.of("networkctl", "reload")) : List.of();
    }

    /**
     * Rules and routes that networkd did not make stay, with every backend: table 9999 and the rules of containers are nobody's but
     * enid's. It is read when networkd starts; until then enid puts back what networkd takes away.
     */
    static HostFile foreignObjects(Backend backend) {
        return new NetworkFile(Marker.ofHost(backend))
                .section("Network")
                // Known since 246.
                .set("ManageForeignRoutes", false)
                // Known since 249.
                .set("ManageForeignRoutingPolicyRules", false)
                .at(SETTINGS + "/enid.conf");
    }
}
