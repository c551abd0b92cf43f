package dev.enid.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.file.FileSet;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.render.EniNetwork;
import dev.enid.core.render.Handing;
import dev.enid.core.render.HostNetwork;
import dev.enid.core.render.NetworkdSyntax;
import dev.enid.core.render.Renderers;
import dev.enid.core.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** What networkd is told of an ENI is what is wanted of it, in random worlds. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class NetworkdFilesTest {

    @Provide
    Arbitrary<World> worlds() {
        return Worlds.ofEveryKind();
    }

    @Property
    void filesSayWhatIsWanted(@ForAll("worlds") World world) {
        Settings settings = world.settings().with(Backend.NETWORKD);
        Snapshot seen = world.snapshot();
        Desired desired = Brain.ENID.desire(seen, settings);
        HostNetwork network = Handing.of(seen, desired, settings).network();
        for (EniNetwork eni : network.enis()) {
            says(files(network, eni), eni);
        }
    }

    /** Of this ENI alone, without the host's. */
    private static FileSet files(HostNetwork network, EniNetwork eni) {
        HostNetwork alone = new HostNetwork(network.primary(), List.of(eni), network.host());
        return FileSet.of(Renderers.of(Backend.NETWORKD).files(alone).files().values().stream()
                .filter(file -> file.path().startsWith("/run/systemd/network/"))
                .toList());
    }

    private static void says(FileSet files, EniNetwork eni) {
        NetworkdSyntax read = NetworkdSyntax.read(files);
        assertThat(read.value("Match", "MACAddress")).isEqualTo(eni.eni().mac().toString());
        assertThat(read.value("Link", "MTUBytes"))
                .isEqualTo(Integer.toString(eni.link().mtu()));

        TreeSet<String> addresses = new TreeSet<>(read.addresses());
        for (Family family : Family.values()) {
            if (read.dhcp(family)) {
                addresses.add(eni.addresses(family).stream()
                        .filter(each ->
                                each.ip().equals(eni.eni().addresses(family).getFirst()))
                        .map(NetworkdFilesTest::text)
                        .findFirst()
                        .orElse("an address that is not wanted"));
            }
        }
        assertThat(addresses)
                .isEqualTo(new TreeSet<>(
                        eni.addresses().stream().map(NetworkdFilesTest::text).toList()));

        assertThat(read.routes())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source")
                .containsExactlyInAnyOrderElementsOf(
                        eni.routes().stream().map(NetworkdFilesTest::read).toList());
        assertThat(read.routes())
                .allSatisfy(route -> assertThat(eni.addresses().stream().map(Address::ip))
                        .containsAll(route.source().stream().toList()));
        assertThat(read.rules())
                .containsExactlyInAnyOrderElementsOf(eni.rules().stream()
                        .map(rule -> new NetworkdSyntax.ReadRule(
                                rule.selector().from().orElseThrow(), rule.table(), rule.priority()))
                        .toList());
    }

    private static String text(Address address) {
        return address.ip() + "/" + address.prefixLength();
    }

    private static NetworkdSyntax.ReadRoute read(Route route) {
        Optional<NextHop> hop = route.hops().stream().findFirst();
        return new NetworkdSyntax.ReadRoute(
                route.table(),
                route.destination(),
                route.metric(),
                hop.flatMap(NextHop::gateway),
                route.preferredSource());
    }
}
