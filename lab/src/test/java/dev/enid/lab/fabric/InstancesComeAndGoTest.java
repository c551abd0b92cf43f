package dev.enid.lab.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.InstanceState;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Instances that stop, start and end, and attachments that take their time. */
@ExtendWith(TestLab.Extension.class)
class InstancesComeAndGoTest {

    private static final Duration NEVER = Duration.ofDays(1);

    private static Optional<Attachment.State> state(TestLab lab, String eni) {
        return lab.lab().vpc().eni(eni).attachment().map(Attachment::state);
    }

    @Test
    void aStoppedInstanceIsSilentAndStartedItIsAsBefore(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");
        lab.lab().attach(AttachRequest.of("web", "web-1"));
        lab.run("web", "ip", "link", "set", "ens6", "up");

        lab.lab().change(vpc -> vpc.stop("web"));
        lab.assertSilence("client", "10.0.1.10");
        assertThat(lab.lab().machines()).extracting(Machine::name).doesNotContain("web");
        assertThat(lab.lab().vpc().attached("web")).extracting(VpcEni::name).containsExactly("web-0", "web-1");
        lab.lab().change(vpc -> vpc.stop("web"));

        lab.lab().change(vpc -> vpc.start("web"));
        assertThat(lab.links("web")).containsExactly("ens5", "ens6");
        lab.echo("web");
        lab.assertReached("client", "10.0.1.10");
        lab.assertReached("client", "2001:db8:100:1::10");
    }

    @Test
    void aTerminatedInstanceLeavesTheEnisThatAreNotItsOwn(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");
        lab.lab().attach(AttachRequest.of("web", "web-1"));

        Vpc after = lab.lab().change(vpc -> vpc.terminate("web", Set.of("web-0")));

        assertThat(after.instance("web").state()).isEqualTo(InstanceState.TERMINATED);
        assertThat(after.enis()).doesNotContainKey("web-0");
        assertThat(after.eni("web-1").attachment()).isEmpty();
        assertThatThrownBy(() -> lab.lab().attach(AttachRequest.of("web", "web-1")))
                .isInstanceOf(VpcException.class)
                .hasMessage("web is terminated");
        assertThatThrownBy(() -> lab.lab().change(vpc -> vpc.start("web"))).isInstanceOf(VpcException.class);
        lab.lab().attach(AttachRequest.of("db", "web-1"));
        assertThat(lab.links("db")).containsExactly("ens5", "ens6");
    }

    @Test
    void anEniThatIsAttachingHasItsPlaceAndNoLink(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");
        lab.lab().delays(new Delays(NEVER, Optional.of(Duration.ZERO)));

        lab.lab().attach(AttachRequest.of("web", "web-1"));
        assertThat(state(lab, "web-1")).contains(Attachment.State.ATTACHING);
        assertThat(lab.links("web")).containsExactly("ens5");
        assertThatThrownBy(() -> lab.lab().attach(AttachRequest.of("db", "web-1")))
                .isInstanceOf(VpcException.class)
                .hasMessageContaining("web-1 is attached to web");

        lab.lab().delays(new Delays(Duration.ofMillis(1), Optional.of(Duration.ZERO)));
        TestLab.await("attached", () -> state(lab, "web-1").equals(Optional.of(Attachment.State.ATTACHED)));
        TestLab.await("a link", () -> linksOf(lab, "web").contains("ens6"));
    }

    private static List<String> linksOf(TestLab lab, String machine) {
        try {
            return lab.links(machine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anEniThatIsStuckDetachingIsFreeOnlyByForce(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");
        lab.lab().attach(AttachRequest.of("web", "web-1"));
        lab.lab().delays(new Delays(Duration.ZERO, Optional.empty()));

        lab.lab().detach("web-1");
        assertThat(state(lab, "web-1")).contains(Attachment.State.DETACHING);
        assertThat(lab.links("web")).as("the device goes at once").containsExactly("ens5");
        lab.lab().detach("web-1");
        assertThat(state(lab, "web-1")).contains(Attachment.State.DETACHING);
        assertThatThrownBy(() -> lab.lab().attach(AttachRequest.of("db", "web-1")))
                .isInstanceOf(VpcException.class)
                .hasMessageContaining("still detaching");

        lab.lab().changeAtOnce(vpc -> vpc.detach("web-1"));
        assertThat(state(lab, "web-1")).isEmpty();
        lab.lab().attach(AttachRequest.of("db", "web-1"));
        assertThat(lab.links("db")).containsExactly("ens5", "ens6");
    }

    @Test
    void whatIsStuckIsSoWhereTheInstanceIsStoppedAndFreeWhenItEnds(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");
        lab.lab().attach(AttachRequest.of("web", "web-1"));
        lab.lab().change(vpc -> vpc.stop("web"));
        lab.lab().delays(new Delays(Duration.ZERO, Optional.empty()));

        lab.lab().detach("web-1");
        assertThat(state(lab, "web-1")).contains(Attachment.State.DETACHING);

        lab.lab().change(vpc -> vpc.terminate("web", Set.of()));
        assertThat(state(lab, "web-1")).isEmpty();
    }

    @Test
    void whatWasStuckGoesOnWhenTheDelayIsOver(TestLab lab) throws IOException, TopologyException {
        lab.up("two-enis");
        lab.lab().attach(AttachRequest.of("web", "web-1"));
        lab.lab().delays(new Delays(Duration.ZERO, Optional.empty()));
        lab.lab().detach("web-1");

        lab.lab().delays(Delays.NONE);

        assertThat(state(lab, "web-1")).isEmpty();
    }
}
