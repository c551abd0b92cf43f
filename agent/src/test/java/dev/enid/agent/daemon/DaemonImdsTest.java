package dev.enid.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.host.Eventually;
import dev.enid.agent.host.PrivateHost;
import dev.enid.agent.imds.ImdsReader;
import dev.enid.agent.imds.ImdsSettings;
import dev.enid.agent.imds.Timing;
import dev.enid.agent.imds.fake.FakeImds;
import dev.enid.agent.imds.fake.Misdeed;
import dev.enid.agent.pass.Pass;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.desire.Settings;
import dev.enid.core.inventory.Instance;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.ServiceNotifier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From a link that appears, by an IMDS that speaks HTTP, to rules in the kernel. */
@ExtendWith(PrivateHost.Extension.class)
class DaemonImdsTest {

    @TempDir
    private Path directory;

    private final List<DaemonEvent> events = new CopyOnWriteArrayList<>();
    private PrivateHost host;
    private FakeImds imds;
    private Daemon daemon;
    private Thread thread;

    @BeforeEach
    void aHostWithItsPrimaryEni(PrivateHost given) throws Exception {
        host = given;
        host.ip("link set lo up");
        host.plug("eth0", FakeMetadata.mac(0));
        host.ip("addr add 10.0.0.4/24 dev eth0");
        host.ip("link set eth0 up");
        host.ip("route add default via 10.0.0.1 dev eth0 metric 100 proto dhcp");
        imds = host.namespace().call(FakeImds::start);
        imds.metadata()
                .show(new Instance("i-0a1b2c3d", "eu-central-1a", List.of(FakeMetadata.eni(0, 1)), List.of()), false);
        CompletableFuture<Daemon> made = new CompletableFuture<>();
        thread = host.namespace().start("enid-test", () -> run(made));
        daemon = made.get(20, TimeUnit.SECONDS);
        daemon.subscribe(events::add);
        Eventually.until(
                "the first pass",
                () -> daemon.view().last().isPresent()
                        && daemon.view().instance().isFresh());
    }

    private void run(CompletableFuture<Daemon> made) {
        Map<String, String> environment =
                Map.of(ImdsSettings.ENDPOINT, imds.endpoint().toString());
        try (Kernel kernel = Kernel.open();
                ImdsReader reader = new ImdsReader(ImdsSettings.of(environment), Timing.real())) {
            Daemon fresh = new Daemon(new Daemon.Parts(
                    Pass.over(kernel, directory.resolve("run"), directory.resolve("root")),
                    KernelEvents.Source::here,
                    KernelEvents.Source::ofMarks,
                    Metadata.of(reader),
                    SpareTime.NONE,
                    new ServiceState(new ServiceNotifier(Optional.empty()), Optional.empty()),
                    Settings.DEFAULT,
                    Pace.DEFAULT,
                    "0",
                    InstantSource.system(),
                    System::nanoTime));
            made.complete(fresh);
            fresh.run();
        } catch (LinuxException | RuntimeException e) {
            made.completeExceptionally(e);
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        daemon.stop("the test is over");
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(thread.isAlive()).isFalse();
        imds.close();
    }

    private boolean works(int device) {
        return host.ip("rule").contains("from 10.0." + device + ".4 lookup 1000" + device)
                && host.ip("route show table 1000" + device).contains("default via 10.0." + device + ".1");
    }

    @Test
    void anEniThatImdsKnowsWorksLongBeforeTheNextRefresh() throws Exception {
        imds.metadata().attach(FakeMetadata.eni(1, 1), false);
        host.plug("eth1", FakeMetadata.mac(1));

        assertThat(Eventually.until("eth1 works", () -> works(1))).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void anEniThatImdsShowsLateAndInPartsWorksWhenItIsWhole() throws Exception {
        host.plug("eth1", FakeMetadata.mac(1));
        Eventually.until(
                "it is waited for", () -> daemon.view().waiting().stream().anyMatch(link -> link.asked() >= 2));
        imds.metadata().attach(FakeMetadata.eni(1, 1), false);
        imds.metadata().hide(FakeMetadata.mac(1), "device-number").hide(FakeMetadata.mac(1), "local-ipv4s");
        Eventually.until(
                "it is listed, but not whole",
                () -> events.stream()
                        .anyMatch(event -> event.line().startsWith("02:00:5e:00:53:01 (eth1) is pending")));
        assertThat(host.ip("rule")).doesNotContain("10001");

        imds.metadata().showHidden();

        assertThat(Eventually.until("eth1 works", () -> works(1))).isLessThan(Duration.ofSeconds(5));
        assertThat(daemon.view().waiting()).isEmpty();
    }

    @Test
    void aHostileAnswerChangesNothing() throws Exception {
        imds.metadata().attach(FakeMetadata.eni(1, 1), false);
        host.plug("eth1", FakeMetadata.mac(1));
        Eventually.until("eth1 works", () -> works(1));
        // The kernel's own addresses come with routes of their own, and those of the main table are mirrored.
        Eventually.until(
                "the links' own addresses are in use",
                () -> host.ip("-6 addr show tentative").isBlank());
        daemon.requestPass().get(20, TimeUnit.SECONDS);
        String before = host.ip("rule") + host.ip("route show table all") + host.ip("-o addr");

        imds.times(3, "local-ipv4s", Misdeed.body("10.0.1.4\n$(reboot)\n../../etc"));
        daemon.requestPass().get(20, TimeUnit.SECONDS);

        assertThat(daemon.view().instance().trouble()).isPresent();
        assertThat(host.ip("rule") + host.ip("route show table all") + host.ip("-o addr"))
                .isEqualTo(before);
    }

    @Test
    void fortyEnisAtOnceAllWorkAndDoNotAskIntoTheWild() throws Exception {
        imds.forgetRequests();
        for (int device = 1; device <= 40; device++) {
            imds.metadata().attach(FakeMetadata.eni(device, 1), false);
            host.plug("eth" + device, FakeMetadata.mac(device));
        }

        Eventually.until("all work", () -> {
            String rules = host.ip("rule");
            return java.util.stream.IntStream.rangeClosed(1, 40)
                    .allMatch(device -> rules.contains("from 10.0." + device + ".4 lookup " + (10000 + device)));
        });
        // Some 8 for each ENI, and a list at each reading, of which there are more on a machine that has other things
        // to do.
        assertThat(imds.requests().size()).isLessThan(2 * 40 * 8);
    }
}
