package dev.enid.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.host.Eventually;
import dev.enid.agent.pass.Pass;
import dev.enid.agent.rtnl.FakeKernel;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.desire.Settings;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.ServiceNotifier;
import dev.enid.linux.session.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The threads of the daemon, over a kernel and an IMDS in memory: what goes wrong does not end it. */
@SuppressWarnings("NullAway.Init") // each story begins with start(), which sets them
class DaemonTest {

    @TempDir
    private Path directory;

    private final FakeKernel fake = new FakeKernel();
    private final FakeMetadata imds = new FakeMetadata();
    private final BlockingQueue<Event> happening = new LinkedBlockingQueue<>();
    private final BlockingQueue<Event> happeningToMarks = new LinkedBlockingQueue<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger openedMarks = new AtomicInteger();
    private final List<DaemonEvent> events = new CopyOnWriteArrayList<>();
    private Daemon daemon;
    private Thread thread;

    @BeforeEach
    void aHost() {
        fake.plug(2, "eth0", FakeMetadata.mac(0));
        fake.setUp(2, true);
        fake.put(Address.of(2, Ip.parse("10.0.0.4"), 24, Address.PERMANENT, 0));
        NextHop gateway = new NextHop(2, Optional.of(Ip.parse("10.0.0.1")), 1, 0);
        fake.put(Route.unicast(Route.MAIN, Cidr.parse("0.0.0.0/0"), gateway, 100, Route.PROTOCOL_DHCP));
        fake.plug(3, "eth1", FakeMetadata.mac(1));
        imds.attach(FakeMetadata.eni(0, 1));
        imds.attach(FakeMetadata.eni(1, 1));
    }

    private void start(ServiceState service) throws LinuxException {
        Kernel kernel = fake.kernel();
        daemon = new Daemon(new Daemon.Parts(
                Pass.over(kernel, directory.resolve("run"), directory.resolve("root")),
                this::open,
                this::openMarks,
                imds,
                SpareTime.NONE,
                service,
                Settings.DEFAULT,
                Pace.DEFAULT.with(Duration.ofMillis(200), Pace.DEFAULT.giveUp()),
                "0",
                InstantSource.system(),
                System::nanoTime));
        daemon.subscribe(events::add);
        thread = Thread.ofPlatform().daemon().start(daemon::run);
    }

    private void start() throws LinuxException {
        start(new ServiceState(new ServiceNotifier(Optional.empty()), Optional.empty()));
    }

    /** Events of the test's making; a resync whose reason is "broken" breaks the socket. */
    private KernelEvents open() {
        opened.incrementAndGet();
        return new KernelEvents() {
            @Override
            public Event next(Duration longest) throws LinuxException {
                try {
                    Event event = happening.take();
                    if (event instanceof Event.Resync(String reason) && reason.equals("broken")) {
                        throw new LinuxException(Errno.EIO, "receive from rtnetlink");
                    }
                    return event;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new LinuxException(Errno.EINTR, "receive from rtnetlink");
                }
            }

            @Override
            public void close() {}
        };
    }

    /** Events of nftables, of the test's making. */
    private KernelEvents openMarks() {
        openedMarks.incrementAndGet();
        return new KernelEvents() {
            @Override
            public Event next(Duration longest) throws LinuxException {
                try {
                    return happeningToMarks.take();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new LinuxException(Errno.EINTR, "receive from netlink");
                }
            }

            @Override
            public void close() {}
        };
    }

    @AfterEach
    void stop() throws InterruptedException {
        daemon.stop("the test is over");
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(thread.isAlive()).isFalse();
        fake.assertFaultsConsumed();
    }

    private boolean converged() {
        return daemon.view().last().map(report -> report.converged()).orElse(false);
    }

    @Test
    void aKernelThatCannotBeReadAtFirstIsReadAgain() throws Exception {
        fake.refuseDump("link", Errno.EBUSY, 2);
        start();

        Eventually.until("it converges", this::converged);

        assertThat(events.stream().filter(DaemonEvent.FaultBegan.class::isInstance))
                .hasSize(1);
        assertThat(events.stream().filter(DaemonEvent.FaultEnded.class::isInstance))
                .hasSize(1);
    }

    @Test
    void anErrorOfOurOwnInAPassIsSaidAndThePassTriedAgain() throws Exception {
        fake.meanwhile("list rule", () -> {
            throw new IllegalStateException("a defect");
        });
        start();

        Eventually.until("it converges", this::converged);

        assertThat(events.stream().map(DaemonEvent::line))
                .anyMatch(
                        line -> line.contains("an error of enid's own, please report it") && line.contains("a defect"))
                .anyMatch(line -> line.startsWith("no longer failing: running a pass"));
    }

    @Test
    void aSocketThatBreaksIsOpenedAgainAndEverythingLookedAt() throws Exception {
        start();
        Eventually.until("it converges", this::converged);
        int dumps = fake.dumps();

        happening.add(new Event.Resync("broken"));

        Eventually.until("it listens again", () -> opened.get() == 2 && fake.dumps() > dumps);
    }

    @Test
    void aListenerThatThrowsIsLeftOutAndTheOthersHearOn() throws Exception {
        start();
        AtomicInteger heard = new AtomicInteger();
        daemon.subscribe(_ -> {
            heard.incrementAndGet();
            throw new IllegalStateException("gone");
        });
        Eventually.until("it converges", this::converged);
        imds.attach(FakeMetadata.eni(1, 5));
        Eventually.until(
                "a change is told",
                () -> events.stream().anyMatch(event -> event.line().contains("10.0.1.8")));

        assertThat(heard.get()).isLessThanOrEqualTo(1);
    }

    @Test
    void theServiceManagerHearsThatItIsReadyAliveAndStopping() throws Exception {
        Path socket = directory.resolve("notify");
        List<String> told = new CopyOnWriteArrayList<>();
        try (NotifySocket _ = new NotifySocket(socket, told)) {
            start(ServiceState.of(Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "60000")));
            Eventually.until("it is ready", () -> told.stream().anyMatch(text -> text.startsWith("READY=1")));
            assertThat(daemon.view().last()).isPresent();
            long alive = told.stream().filter("WATCHDOG=1"::equals).count();
            Eventually.until(
                    "it is alive",
                    () -> told.stream().filter("WATCHDOG=1"::equals).count() > alive + 3);
            daemon.stop("a test");
            Eventually.until("it stops", () -> told.contains("STOPPING=1"));
        }
    }

    @Test
    void aServiceManagerThatIsNotThereIsNoReasonToStop() throws Exception {
        start(ServiceState.of(
                Map.of("NOTIFY_SOCKET", directory.resolve("nobody").toString())));

        Eventually.until("it converges", this::converged);
    }
}
