package dev.enid.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.file.HostFile;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.render.EniNetwork;
import dev.enid.core.render.Handing;
import dev.enid.core.render.Said;
import dev.enid.core.render.SysconfigSyntax;
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
class SysconfigFilesTest {

    @Provide
    Arbitrary<World> worlds() {
        return Worlds.ofEveryKind();
    }

    @Property
    void networkScriptsReadWhatWasHandedOver(@ForAll("worlds") World world) {
        Handing handing = handing(world, Backend.IFCFG);
        for (EniNetwork eni : handing.network().enis()) {
            SysconfigSyntax read =
                    SysconfigSyntax.scripts(files(handing, eni), eni.link().name());
            assertThat(read.said()).isEqualTo(Said.of(alone(eni)));
        }
    }

    @Property
    void wickedReadsWhatWasHandedOver(@ForAll("worlds") World world) {
        Handing handing = handing(world, Backend.SLES);
        for (EniNetwork eni : handing.network().enis()) {
            SysconfigSyntax read =
                    SysconfigSyntax.wicked(files(handing, eni), eni.link().name());
            assertThat(read.said()).isEqualTo(Said.of(alone(eni)).withoutOnlink());
        }
    }

    private static Handing handing(World world, Backend backend) {
        Settings settings = world.settings().with(backend);
        Snapshot seen = world.snapshot(world.state());
        return Handing.of(seen, Brain.ENID.desire(seen, settings), settings);
    }

    private static List<HostFile> files(Handing handing, EniNetwork eni) {
        EniId id = eni.eni().id();
        List<HostFile> files = handing.files().files().values().stream()
                .filter(file -> file.marker().eni().filter(id::equals).isPresent())
                .toList();
        assertThat(files).isNotEmpty();
        return files;
    }

    /** With no network around its IPv6 addresses: neither takes back the route that the kernel makes for one. */
    private static EniNetwork alone(EniNetwork eni) {
        List<Address> addresses = eni.addresses().stream()
                .map(address -> Address.of(
                        address.link(),
                        address.ip(),
                        address.ip().family() == Family.V6 ? 128 : address.prefixLength(),
                        address.flags(),
                        address.protocol()))
                .toList();
        return new EniNetwork(eni.eni(), eni.link(), addresses, eni.routes(), eni.rules());
    }
}
