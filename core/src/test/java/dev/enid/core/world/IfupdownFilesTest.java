package dev.enid.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Policy;
import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.file.HostFile;
import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.render.EniNetwork;
import dev.enid.core.render.Handing;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** In random worlds: what ifupdown's files say is what was handed to it. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class IfupdownFilesTest {

    @Provide
    Arbitrary<World> worlds() {
        return Worlds.ofEveryKind();
    }

    private static Handing handing(World world) {
        Settings settings = world.settings().with(Backend.IFUPDOWN);
        Snapshot snapshot = world.snapshot();
        Desired desired = Policy.desire(snapshot, settings);
        return Handing.of(snapshot, desired, settings);
    }

    private static InterfacesFile file(Handing handing, EniNetwork eni) {
        String path = "/etc/network/interfaces.d/" + eni.link().name() + ".cfg";
        HostFile file = Objects.requireNonNull(handing.files().files().get(path));
        assertThat(file.text()).matches("[\\x20-\\x7e\\n]+");
        return InterfacesFile.parse(file.text());
    }

    private static KernelObject object(IpObjects objects, String line) {
        Words words = new Words(line);
        String noun = words.next();
        assertThat(words.next()).isEqualTo("add");
        return switch (noun) {
            case "addr" -> objects.address(words);
            case "route" -> objects.route(words);
            case "rule" -> objects.rule(words);
            default -> throw new IllegalArgumentException(line);
        };
    }

    @Property
    void whatIsRenderedParsesBack(@ForAll("worlds") World world) {
        Handing handing = handing(world);
        IpObjects objects = new IpObjects(world.state());
        for (EniNetwork eni : handing.network().enis()) {
            InterfacesFile file = file(handing, eni);
            assertThat(file.hotplug()).containsExactly(eni.link().name());
            assertThat(file.stanzas())
                    .allMatch(stanza -> stanza.link().equals(eni.link().name()));

            List<KernelObject> said = new ArrayList<>();
            Optional<Address> leased = leased(eni);
            leased.ifPresent(said::add);
            file.ip("up").map(line -> object(objects, line)).forEach(said::add);
            List<KernelObject> handed = new ArrayList<>(eni.addresses());
            handed.addAll(eni.routes());
            handed.addAll(eni.rules());
            assertThat(said).containsExactlyInAnyOrderElementsOf(handed);
            assertThat(said.stream().filter(Route.class::isInstance)).containsSubsequence(inOrder(eni));
            assertThat(file.stanzas().stream().anyMatch(InterfacesFile.Stanza::dhcp))
                    .isEqualTo(leased.isPresent());
        }
    }

    private static List<KernelObject> inOrder(EniNetwork eni) {
        List<KernelObject> routes = new ArrayList<>();
        for (Family family : Family.values()) {
            eni.routes().stream().filter(route -> route.family() == family).forEach(routes::add);
        }
        return routes;
    }

    private static Optional<Address> leased(EniNetwork network) {
        Eni eni = network.eni();
        return network.addresses(Family.V4).stream()
                .filter(address -> address.ip().equals(eni.ipv4().getFirst()))
                .findFirst();
    }

    @Property
    void ifdownTakesBackTheRulesThatIfupPuts(@ForAll("worlds") World world) {
        Handing handing = handing(world);
        IpObjects objects = new IpObjects(world.state());
        for (EniNetwork eni : handing.network().enis()) {
            List<Rule.Id> dropped = file(handing, eni)
                    .ip("down")
                    .map(line -> line.replaceFirst("rule del ", "rule add "))
                    .map(line -> ((Rule) object(objects, line)).key())
                    .toList();
            assertThat(dropped)
                    .containsExactlyElementsOf(
                            eni.rules().stream().map(Rule::key).toList());
        }
    }

    /** A default route that a DHCP client makes by itself ranks where enid's own would. */
    @Property
    void theMetricOfTheLeaseIsNotBeforeThePrimarys(@ForAll("worlds") World world) {
        Handing handing = handing(world);
        for (EniNetwork eni : handing.network().enis()) {
            file(handing, eni).stanzas().stream()
                    .filter(InterfacesFile.Stanza::dhcp)
                    .forEach(stanza -> assertThat(
                                    Long.parseLong(stanza.of("metric").getFirst()))
                            .isGreaterThan(Math.max(0, world.primary().metric))
                            .isGreaterThanOrEqualTo(eni.mainDefault(Family.V4)
                                    .map(Route::metric)
                                    .orElse(0L)));
        }
    }
}
