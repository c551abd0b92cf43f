package dev.enid.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.operations.Operations;
import dev.enid.core.report.EniView;
import dev.enid.core.report.StatusView;
import dev.enid.lab.imds.FaultSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** IMDS tells of an ENI later than the kernel does, and by and by: half of the truth is no truth. */
class SlowMetadataTest {

    /**
     * In four quarters: the ENI is not listed; it is listed and its keys are 404; its device-number is 0, as if it were the
     * primary; only its network-card is missing. Each quarter is long beside a reading of IMDS.
     */
    private static final String PROPAGATION = "2400ms";

    @RegisterExtension
    static final HostLab LAB = HostLab.of(3, "network-cards = 2");

    @Test
    void nothingWrongIsInstalledWhileANewEniPropagates() throws Exception {
        LabHost host = LAB.host();
        host.attach(2);
        host.start();
        SortedSet<String> before = host.ours();
        host.imds("propagation", PROPAGATION);

        host.attach(1);
        List<SortedSet<String>> seen = new ArrayList<>();
        Set<String> said = new LinkedHashSet<>();
        Await.until("the ENI is set up", () -> {
            seen.add(host.ours());
            // Left alone, the daemon asks less and less often, and may sleep through a quarter.
            host.ask(Operations::apply);
            StatusView status = host.status();
            Optional<EniView> eni = second(host, status);
            eni.map(EniView::findings).ifPresent(said::addAll);
            return status.converged()
                    && eni.filter(each -> each.state().equals("ok")).isPresent();
        });

        host.awaitReachable(0, 1, 2);
        SortedSet<String> after = host.ours();
        assertThat(after).containsAll(before).isNotEqualTo(before);
        assertThat(seen).allSatisfy(objects -> assertThat(after).containsAll(objects));
        // While it had not propagated it was waited for, for each of the reasons.
        assertThat(said).anyMatch(line -> line.contains("404"));
        assertThat(said).anyMatch(line -> line.contains("device-number") || line.contains("network-card"));
        assertThat(seen).contains(before);
        assertThat(host.consumed(FaultSpec.Kind.PROPAGATION)).isPositive();
    }

    /** The kernel knows that a device is gone, whatever IMDS goes on saying for a while. */
    @Test
    void aDetachedEniThatImdsStillListsIsGoneAtOnce() throws Exception {
        LabHost host = LAB.host();
        host.attach(2);
        host.start();
        SortedSet<String> before = host.ours();
        host.attach(1);
        host.awaitReachable(1);
        host.awaitConverged();
        host.imds("stale", "on");

        host.detach(1);

        Await.until("nothing of it is left", () -> host.ours().equals(before));
        assertThat(host.ask(Operations::apply).converged()).isTrue();
        assertThat(host.status(1).state()).isEqualTo("pending");
        assertThat(host.ours()).isEqualTo(before);
        host.assertReachable(0, 2);
        assertThat(host.consumed(FaultSpec.Kind.STALE)).isPositive();
    }

    /** A daemon that starts while IMDS is away knows nothing, and so does nothing; what is there goes on working. */
    @Test
    void aRestartWithoutImdsChangesNothing() throws Exception {
        LabHost host = LAB.host();
        host.settings("[daemon]\nrefresh = \"1s\"\n[imds]\ntimeout = \"300ms\"\nattempts = 2\n");
        host.attach(1, 2);
        host.start();
        host.awaitReachable(0, 1, 2);
        host.daemon().kill();
        SortedSet<String> before = host.kernel().all();

        host.imds("outage", "on");
        host.launch();
        Await.until("the daemon has tried to read IMDS", () -> host.consumed(FaultSpec.Kind.OUTAGE) > 2);
        Await.until("the daemon answers", host::isAnswering);
        assertThat(host.ask(Operations::apply).outcomes()).isEmpty();

        assertThat(host.status().imds()).isEqualTo("missing");
        assertThat(host.kernel().all()).isEqualTo(before);
        host.assertReachable(0, 1, 2);

        host.detach(1);
        host.imds("off");
        host.awaitConverged();
        assertThat(host.ours()).noneMatch(line -> line.contains("10001"));
        host.assertReachable(0, 2);
    }

    /** What is said of the second ENI; nothing as long as IMDS does not list it. */
    private static Optional<EniView> second(LabHost host, StatusView status) {
        String mac = host.eni(1).mac().toString();
        return status.enis().stream().filter(eni -> eni.mac().equals(mac)).findFirst();
    }
}
