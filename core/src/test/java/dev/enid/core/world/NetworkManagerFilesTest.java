package dev.enid.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.file.HostFile;
import dev.enid.core.ip.Family;
import dev.enid.core.render.EniNetwork;
import dev.enid.core.render.Handing;
import dev.enid.core.render.KeyfileSyntax;
import dev.enid.core.render.Said;
import dev.enid.core.snapshot.Snapshot;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** Render, then read, in random worlds. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class NetworkManagerFilesTest {

    @Provide
    Arbitrary<World> worlds() {
        return Worlds.ofEveryKind();
    }

    @Property
    void aProfileBringsWhatWasHandedOver(@ForAll("worlds") World world) {
        Settings settings = world.settings().with(Backend.NETWORKMANAGER);
        Snapshot seen = world.snapshot(world.state());
        Handing handing = Handing.of(seen, Brain.ENID.desire(seen, settings), settings);
        List<HostFile> profiles = handing.files().files().values().stream()
                .filter(file -> file.path().endsWith(".nmconnection"))
                .toList();
        assertThat(profiles).hasSameSizeAs(handing.network().enis());
        for (EniNetwork eni : handing.network().enis()) {
            HostFile profile = profiles.stream()
                    .filter(file ->
                            file.marker().eni().orElseThrow().equals(eni.eni().id()))
                    .findFirst()
                    .orElseThrow();
            // NetworkManager suggests no source for the networks of IPv6 addresses that it routes by itself.
            List<String> bare =
                    eni.eni().subnets(Family.V6).stream().map(Object::toString).toList();
            Said wanted = Said.of(eni).withoutSources(bare);
            Said said = KeyfileSyntax.read(profile.text()).said().withoutSources(bare);
            // So does it route fe80::/64, as soon as there is an IPv6 address.
            wanted.routes().removeIf(route -> route.startsWith("fe80::/64"));
            said.routes().removeIf(route -> route.startsWith("fe80::/64"));
            assertThat(said).isEqualTo(wanted);
        }
    }
}
