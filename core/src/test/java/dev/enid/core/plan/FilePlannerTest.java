package dev.enid.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.file.Backend;
import dev.enid.core.file.FileSet;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;
import dev.enid.core.file.Place;
import dev.enid.core.host.Host;
import dev.enid.core.kernel.Link;
import dev.enid.core.render.Bringing;
import dev.enid.core.render.Command;
import dev.enid.core.render.Handing;
import dev.enid.core.render.HostNetwork;
import dev.enid.core.render.Renderer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a manager's files, and what the manager is told, on a host with a primary ENI and one more. */
class FilePlannerTest {

    private static final String PATH = "/etc/fake/eth1";
    private static final String MARKER =
            Marker.of(Backend.IFUPDOWN, Host.id(1), "eth1").line() + "\n";
    private static final String TEXT = MARKER + "[10.0.2.20]\n";

    /** Writes each ENI's addresses into one file. */
    private record Fake(boolean follows, Set<String> up) implements Renderer {
        @Override
        public Backend backend() {
            return Backend.IFUPDOWN;
        }

        @Override
        public List<Place> places() {
            return List.of(new Place("/etc/fake", "*"));
        }

        @Override
        public FileSet files(HostNetwork network) {
            return FileSet.of(network.enis().stream()
                    .map(eni -> new HostFile(
                            "/etc/fake/" + eni.link().name(),
                            0644,
                            Marker.of(backend(), eni.eni().id(), eni.link().name())
                                            .line() + "\n"
                                    + eni.addresses().stream()
                                            .map(each -> each.ip())
                                            .toList() + "\n"))
                    .toList());
        }

        @Override
        public List<Command> after(Bringing bringing) {
            return List.of(Command.of("fake", "reload"));
        }

        @Override
        public Set<String> broughtUp(HostEnvironment host, List<Link> links) {
            return up;
        }
    }

    private static final Renderer FOLLOWING = new Fake(true, Set.of());

    private static Host host() {
        return Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20");
    }

    private static Plan plan(Host host, Renderer renderer) {
        return plan(host, renderer, false);
    }

    private static Plan plan(Host host, Renderer renderer, boolean keepsFiles) {
        return Planner.plan(
                host.snapshot(), host.desired(), Handing.by(renderer, host.snapshot(), host.desired(), keepsFiles));
    }

    private static List<String> files(Plan plan) {
        return plan.files().changes().stream()
                .map(each -> each.action().word() + " " + each.step().path())
                .toList();
    }

    private static List<String> kernel(Plan plan, Host host) {
        return plan.changes().stream()
                .map(each -> each.step().object().toIproute2(host.state()))
                .toList();
    }

    private static Bringing told(Plan plan) {
        assertThat(plan.files().tellings()).as("one telling").hasSize(1);
        return plan.files().tellings().getFirst().bringing();
    }

    @Test
    void whatTheManagerIsToBringAboutIsWrittenForItAndNotPutIntoTheKernel() {
        Host host = host();
        Plan plan = plan(host, FOLLOWING);

        assertThat(files(plan)).containsExactly("add " + PATH);
        assertThat(told(plan).changed()).containsExactly("eth1");
        assertThat(kernel(plan, host))
                .as("the primary's own table and rule, and what no file says")
                .contains("rule 10000: from 10.0.1.10 lookup 10000")
                .noneMatch(each -> each.contains("10.0.2.20"));
    }

    @Test
    void aFileThatIsAsItShouldBeIsLeft() {
        Plan plan = plan(host().file(PATH, TEXT), FOLLOWING);

        assertThat(files(plan)).isEmpty();
    }

    @Test
    void aFileOfOursIsWrittenAnewWhereItsTextItsModeOrItsOwnerIsAnother() {
        assertThat(files(plan(host().file(PATH, MARKER + "by hand\n"), FOLLOWING)))
                .containsExactly("replace " + PATH);
        assertThat(files(plan(host().file(new FoundFile(PATH, FoundFile.Kind.REGULAR, 0666, 0, TEXT)), FOLLOWING)))
                .containsExactly("replace " + PATH);
        assertThat(files(plan(host().file(new FoundFile(PATH, FoundFile.Kind.REGULAR, 0644, 1000, TEXT)), FOLLOWING)))
                .containsExactly("replace " + PATH);
    }

    @Test
    void someoneElsesFileStaysAndSoDoesASymbolicLink() {
        for (FoundFile there : List.of(
                new FoundFile(PATH, FoundFile.Kind.REGULAR, 0644, 0, "iface eth1 inet dhcp\n"),
                new FoundFile(PATH, FoundFile.Kind.SYMBOLIC_LINK, 0777, 0, "/dev/null"),
                new FoundFile(PATH, FoundFile.Kind.OTHER, 0755, 0, ""),
                new FoundFile(PATH, FoundFile.Kind.UNREADABLE, 0, -1, ""))) {
            Plan plan = plan(host().file(there), FOLLOWING);

            assertThat(files(plan)).as("%s", there).isEmpty();
            assertThat(plan.files().withheld()).as("%s", there).hasSize(1);
        }
    }

    @Test
    void aManagerIsAskedOnceMoreForWhatIsMissingThoughItsFilesSayIt() {
        Plan plan = plan(host().file(PATH, TEXT), FOLLOWING);

        assertThat(told(plan).changed()).isEmpty();
        assertThat(told(plan).again()).containsExactly("eth1");
    }

    @Test
    void whileItIsAtItNothingIsAskedAndAfterwardsItsOwnWordsAreTold() {
        for (boolean busy : List.of(true, false)) {
            Plan plan = plan(host().file(PATH, TEXT).asked("eth1", busy, "fake reload: no carrier"), FOLLOWING);

            assertThat(plan.files().isEmpty()).isTrue();
            assertThat(plan.withheld()).isNotEmpty().allMatch(each -> each.why().equals("fake reload: no carrier"));
        }
    }

    @Test
    void whereTheManagerDoesNotFollowWhatIsUpIsChangedInTheKernelAndTheFileIsForTheNextTime() {
        Host host = host();
        Plan plan = plan(host, new Fake(false, Set.of("eth1")));

        assertThat(files(plan)).containsExactly("add " + PATH);
        assertThat(told(plan).up()).isEmpty();
        assertThat(told(plan).kept()).containsExactly("eth1");
        assertThat(kernel(plan, host)).anyMatch(each -> each.startsWith("address 10.0.2.20"));
    }

    @Test
    void theFilesOfAnEniThatIsGoneGoUnlessTheyAreToBeKept() {
        Host host = host().file(PATH, TEXT).unplugged("eth1").forgotten(1);

        Plan plan = plan(host, FOLLOWING);
        assertThat(files(plan)).containsExactly("remove " + PATH);
        assertThat(told(plan).gone()).containsExactly("eth1");
        assertThat(files(plan(host, FOLLOWING, true))).isEmpty();
    }

    @Test
    void whileImdsIsSilentNoFileGoes() {
        Host forgotten = host().file(PATH, TEXT).unplugged("eth1").forgotten(1).imdsOut();
        assertThat(files(plan(forgotten, FOLLOWING))).isEmpty();

        Host never = host().file(PATH, MARKER + "of another day\n").imdsNeverRead();
        assertThat(plan(never, FOLLOWING).files()).isEqualTo(FilePlan.NOTHING);
    }

    @Test
    void anEniThatImdsDoesNotDescribeAtTheMomentKeepsItsFile() {
        Host host = host().file(PATH, TEXT).forgotten(1).pending(1);

        assertThat(files(plan(host, FOLLOWING))).isEmpty();
    }

    @Test
    void theFilesOfABackendThatIsNotInForceGo() {
        String other = Marker.of(Backend.NETWORKD, Host.id(1), "eth1").line() + "\n";
        Plan plan = plan(host().file("/run/systemd/network/70-eth1.network", other), FOLLOWING);

        assertThat(files(plan)).containsExactlyInAnyOrder("add " + PATH, "remove /run/systemd/network/70-eth1.network");
        assertThat(plan.files().tellings())
                .extracting(Telling::backend)
                .containsExactlyInAnyOrder(Backend.NETWORKD, Backend.IFUPDOWN);
    }

    @Test
    void othersFilesAreNeverRemoved() {
        assertThat(files(plan(host().file("/etc/fake/eth7", "iface eth7 inet dhcp\n"), FOLLOWING)))
                .containsExactly("add " + PATH);
    }
}
