package dev.enid.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.enid.agent.host.Eventually;
import dev.enid.agent.host.PrivateHost;
import dev.enid.agent.pass.Pass;
import dev.enid.agent.pass.Report;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.desire.Settings;
import dev.enid.core.ip.Mac;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.ServiceNotifier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The daemon in a namespace of its own, with the real kernel; {@code ip} is the other hand on it. */
@ExtendWith(PrivateHost.Extension.class)
class DaemonInNamespaceTest {

    private static final String RULE = "10001:\tfrom 10.0.1.4 lookup 10001";
    private static final String DEFAULT = "default via 10.0.1.1 dev eth1";

    @TempDir
    private Path directory;

    private final FakeMetadata imds = new FakeMetadata();
    private final List<DaemonEvent> events = new CopyOnWriteArrayList<>();
    private final Pace pace = Pace.DEFAULT.with(Duration.ofSeconds(1), Pace.DEFAULT.giveUp());
    private PrivateHost host;
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
        imds.attach(FakeMetadata.eni(0, 1));
        start(pace);
    }

    private void start(Pace with) throws Exception {
        CompletableFuture<Daemon> made = new CompletableFuture<>();
        thread = host.namespace().start("enid-test", () -> run(with, made));
        daemon = made.get(20, TimeUnit.SECONDS);
        daemon.subscribe(events::add);
        Eventually.until("the first pass", () -> daemon.view().last().isPresent());
    }

    private void run(Pace with, CompletableFuture<Daemon> made) {
        try (Kernel kernel = Kernel.open()) {
            Daemon fresh = new Daemon(new Daemon.Parts(
                    Pass.over(kernel, directory.resolve("run"), directory.resolve("root")),
                    KernelEvents.Source::here,
                    KernelEvents.Source::ofMarks,
                    imds,
                    new Idleness(new Rehearsal(kernel, 20)),
                    new ServiceState(new ServiceNotifier(Optional.empty()), Optional.empty()),
                    Settings.DEFAULT,
                    with,
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
    }

    private void attach(int device, int addresses) throws LinuxException {
        imds.attach(FakeMetadata.eni(device, addresses));
        host.plug("eth" + device, FakeMetadata.mac(device));
    }

    private boolean works(int device) {
        return host.ip("rule").contains("from 10.0." + device + ".4 lookup 1000" + device)
                && host.ip("route show table 1000" + device).contains("default via 10.0." + device + ".1")
                && host.ip("-6 rule").contains("from 2001:db8:0:" + device + "::4 lookup 1000" + device);
    }

    private void attachAndWait() throws LinuxException {
        attach(1, 1);
        Eventually.until("eth1 works", () -> works(1));
        // The kernel adds routes of its own some milliseconds after a link is up, and they are mirrored.
        Eventually.until(
                "a pass finds nothing to do",
                () -> daemon.requestPass()
                        .get(20, TimeUnit.SECONDS)
                        .applied()
                        .results()
                        .isEmpty());
    }

    @Test
    void anEniWorksAfterItIsAttachedAndLeavesNothingWhenItIsDetached() throws Exception {
        String before = host.ip("rule") + host.ip("route show table main");

        attachAndWait();

        assertThat(host.ip("addr show dev eth1")).contains("10.0.1.4/24", "2001:db8:0:1::4/64");
        assertThat(host.ip("link show dev eth1")).contains("altname device-number-1", "altname eni-00000001");
        assertThat(host.ip("route show table 10001")).contains(DEFAULT);
        assertThat(events.stream().map(DaemonEvent::line))
                .contains("eni-00000001 (eth1) is ok")
                .anyMatch(line -> line.startsWith("add rule 10001: from 10.0.1.4 lookup 10001: "))
                .anyMatch(line -> line.matches("\\d+ changes, converged in .* ms"));

        imds.detach(1);
        host.unplug("eth1");
        Eventually.until(
                "the rules are gone", () -> (host.ip("rule") + host.ip("route show table main")).equals(before));
        Eventually.until(
                "it is said",
                () -> events.stream()
                        .anyMatch(event -> event.line().startsWith("eni-00000001")
                                && event.line().contains("gone")));
        assertThat(host.ip("-6 rule")).doesNotContain("1000");
    }

    @Test
    void whatSomebodyRemovesComesBack() throws Exception {
        attachAndWait();

        assertThat(host.ip("rule del priority 10001 from 10.0.1.4")).isEmpty();
        Eventually.until("the rule is back", () -> host.ip("rule").contains(RULE));
        assertThat(host.ip("route flush table 10001")).isEmpty();
        Eventually.until(
                "the routes are back", () -> host.ip("route show table 10001").contains(DEFAULT));
        assertThat(host.ip("addr del 10.0.1.4/24 dev eth1")).isEmpty();
        Eventually.until(
                "the address is back", () -> host.ip("addr show dev eth1").contains("10.0.1.4/24"));
        host.ip("link set eth1 down");
        Eventually.until("all is back", () -> host.ip("link show dev eth1").contains(",UP") && works(1));
    }

    private void aBridgeWithSomethingOnIt() {
        host.ip("link add docker0 type bridge");
        host.ip("addr add 172.17.0.1/16 dev docker0");
        host.ip("link add port type veth peer name inside");
        host.ip("link set port master docker0 up");
        host.ip("link set docker0 up");
    }

    private String marks() {
        return host.run("nft", "list", "table", "inet", "enid");
    }

    @Test
    void connectionsAreMarkedFromWhenForwardingIsSwitchedOn() throws Exception {
        assumeTrue(host.run("nft", "--version").startsWith("nftables"), "needs the program nft: apt install nftables");
        // Within the time only the kernel's own events lead to passes.
        stop();
        start(Pace.DEFAULT.with(Duration.ofHours(1), Pace.DEFAULT.giveUp()));
        attachAndWait();
        aBridgeWithSomethingOnIt();
        Eventually.until(
                "the bridge is seen", () -> host.ip("route show table 9999").contains("172.17.0.0/16"));
        assertThat(marks()).contains("No such file");

        host.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        Eventually.until("connections are marked", () -> marks().contains("\"eth1\" : goto remember-"));
        assertThat(host.ip("rule")).contains("9998:\tfrom all fwmark ");
        Eventually.until(
                "it is said",
                () -> events.stream().anyMatch(event -> event.line().startsWith("add nftables inet enid: eth0 ")));
        String made = marks();

        // Debian's nftables.service does so when it is reloaded. Once some other event may come in time, each time none
        // does.
        for (int i = 0; i < 3; i++) {
            assertThat(host.run("nft", "flush", "ruleset")).isEmpty();
            Eventually.until("the table is back", () -> marks().equals(made));
        }
        assertThat(host.run("nft", "add rule inet enid prerouting accept")).isEmpty();
        Eventually.until("what was added is gone", () -> marks().equals(made));

        imds.detach(1);
        host.unplug("eth1");
        Eventually.until("nothing is marked any more", () -> {
            daemon.requestPass().get(20, TimeUnit.SECONDS);
            return marks().contains("No such file");
        });
        assertThat(host.ip("rule")).doesNotContain("9998:");
    }

    @Test
    void whatIsNotOursStaysAsItIs() throws Exception {
        host.ip("rule add priority 500 from 10.0.1.4 lookup 77");
        host.ip("route add 198.51.100.0/24 via 10.0.0.9 dev eth0 table 77");
        attachAndWait();
        imds.detach(1);
        host.unplug("eth1");
        Eventually.until("ours is gone", () -> !host.ip("rule").contains("10001"));

        assertThat(host.ip("rule")).contains("500:\tfrom 10.0.1.4 lookup 77");
        assertThat(host.ip("route show table 77")).contains("198.51.100.0/24 via 10.0.0.9 dev eth0");
        assertThat(host.ip("route show default")).isEqualTo("default via 10.0.0.1 dev eth0 proto dhcp metric 100 \n");
    }

    @Test
    void anImdsOutageChangesNothingAndDriftIsRepairedMeanwhile() throws Exception {
        attachAndWait();
        imds.out(true);
        Eventually.until(
                "the outage is said once", () -> events.stream().anyMatch(DaemonEvent.FaultBegan.class::isInstance));
        int readings = imds.readings();
        Eventually.until("it is tried again", () -> imds.readings() > readings + 2);

        assertThat(works(1)).isTrue();
        assertThat(events.stream().filter(DaemonEvent.FaultBegan.class::isInstance))
                .hasSize(1);
        host.ip("rule del priority 10001 from 10.0.1.4");
        Eventually.until("the rule is back", () -> host.ip("rule").contains(RULE));
        assertThat(daemon.view().instance().word()).isEqualTo("stale");

        imds.out(false);
        Eventually.until("the end is said", () -> events.stream().anyMatch(DaemonEvent.FaultEnded.class::isInstance));
    }

    @Test
    void anErrorInTheReaderIsAFaultAndNotTheEnd() throws Exception {
        attachAndWait();
        imds.broken(true);
        Eventually.until(
                "it is said",
                () -> events.stream().anyMatch(event -> event.line().contains("please report it")));

        host.ip("rule del priority 10001 from 10.0.1.4");
        Eventually.until("the rule is back", () -> host.ip("rule").contains(RULE));
        imds.broken(false);
        attach(2, 3);
        Eventually.until("another ENI works", () -> works(2));
    }

    @Test
    void aConvergedDaemonIsSilent() throws Exception {
        attachAndWait();
        int readings = imds.readings();
        Eventually.until("nothing is left to be read at once", () -> imds.readings() > readings + 1);
        events.clear();
        int then = imds.readings();

        Eventually.until("three refreshes", () -> imds.readings() > then + 3);

        assertThat(events).isEmpty();
    }

    @Test
    void aNewAddressIsThereAfterTheNextRefreshAndGoneAfterItWasTakenAway() throws Exception {
        attachAndWait();
        imds.attach(FakeMetadata.eni(1, 2));
        Eventually.until(
                "the address is there",
                () -> host.ip("addr show dev eth1").contains("10.0.1.5/32")
                        && host.ip("rule").contains("from 10.0.1.5 lookup 10001"));

        imds.attach(FakeMetadata.eni(1, 1));
        Eventually.until(
                "the address is gone",
                () -> !host.ip("addr show dev eth1").contains("10.0.1.5")
                        && !host.ip("rule").contains("10.0.1.5"));
    }

    @Test
    void aRequestIsAnsweredWithWhatImdsSaysNow() throws Exception {
        attachAndWait();
        imds.attach(FakeMetadata.eni(1, 4));

        Report report = daemon.requestPass().get(20, TimeUnit.SECONDS);

        assertThat(report.converged()).isTrue();
        assertThat(host.ip("rule")).contains("from 10.0.1.7 lookup 10001");
    }

    @Test
    void heldEnisAreTakenDownAndComeBack() throws Exception {
        attachAndWait();
        TreeSet<Mac> held = new TreeSet<>();
        held.add(FakeMetadata.mac(1));
        Settings settings = new Settings(List.of(), held, true, false, 9001);

        daemon.settings(settings);
        Eventually.until("it is down", () -> !host.ip("rule").contains("10.0.1.4"));
        daemon.settings(Settings.DEFAULT);
        Eventually.until("it is back", () -> works(1));
    }

    @Test
    void stoppingLeavesTheNetworkAsItIsAndARestartFindsItRight() throws Exception {
        attachAndWait();
        String before = host.ip("rule") + host.ip("route show table all") + host.ip("-o addr");

        stop();
        assertThat(host.ip("rule") + host.ip("route show table all") + host.ip("-o addr"))
                .isEqualTo(before);
        assertThatThrownBy(() -> daemon.requestPass().get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);

        start(pace);
        assertThat(daemon.view().last().orElseThrow().applied().results()).isEmpty();
        assertThat(host.ip("rule") + host.ip("route show table all") + host.ip("-o addr"))
                .isEqualTo(before);
    }

    @Test
    void whoKeepsUndoingIsLeftAloneForAWhile() throws Exception {
        attachAndWait();
        try (ForeignHand hand = new ForeignHand()) {
            Eventually.until("it is said", () -> events.stream().anyMatch(DaemonEvent.BackOffBegan.class::isInstance));
            assertThat(hand.undone.get()).isGreaterThanOrEqualTo(Pace.DEFAULT.contested() - 1);
            assertThat(daemon.view().last().orElseThrow().remaining().withheld())
                    .isNotNull();
        }
        Eventually.until("the rule is back", () -> host.ip("rule").contains(RULE));
    }

    /** Removes one rule as soon as it is there. */
    private final class ForeignHand implements AutoCloseable {
        private final AtomicInteger undone = new AtomicInteger();
        private final Thread hand;
        private volatile boolean over;

        ForeignHand() {
            hand = Thread.ofPlatform().daemon().start(() -> {
                while (!over) {
                    if (host.ip("rule del priority 10001 from 10.0.1.4").isEmpty()) {
                        undone.incrementAndGet();
                    }
                }
            });
        }

        @Override
        public void close() {
            over = true;
            Eventually.until("the hand rests", () -> !hand.isAlive());
        }
    }

    @Test
    void aLinkThatLeavesWithinMillisecondsLeavesNothing() throws Exception {
        for (int i = 0; i < 20; i++) {
            attach(1, 1);
            host.unplug("eth1");
        }
        imds.detach(1);
        Eventually.until(
                "nothing is left",
                () -> !host.ip("rule").contains("10001")
                        && daemon.view().waiting().isEmpty()
                        && daemon.view().last().orElseThrow().converged());

        attachAndWait();
    }

    @Test
    void aHostThatIsBusyWithOtherLinksStillGetsItsEni() throws Exception {
        Thread flood = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < 200; i++) {
                host.ip("link add enid-d" + i + " type dummy");
                host.ip("link set enid-d" + i + " up");
                host.ip("link del enid-d" + i);
            }
        });
        attach(1, 1);
        Eventually.until("eth1 works", () -> works(1));
        assertThat(flood.isAlive()).isTrue();
        flood.join();
        Eventually.until(
                "it converges",
                () -> daemon.requestPass().get(20, TimeUnit.SECONDS).converged());
    }
}
