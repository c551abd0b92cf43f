package dev.enid.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.operations.Operations;
import dev.enid.core.ip.Ip;
import dev.enid.core.report.EniView;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.Namespace;
import dev.enid.linux.session.RtnetlinkSession;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Request;
import java.util.Random;
import java.util.SortedSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Interfaces that do not stay as they came: moved away, renamed, pulled out and plugged in again, each in the middle of a pass. */
class ComingAndGoingTest {

    private static final int TIMES = 20;

    /** Reading IMDS, planning and applying take some milliseconds: the moments are spread over them. */
    private static final int LATEST_MICROS = 20_000;

    @RegisterExtension
    static final HostLab LAB = HostLab.of(4);

    /** ECS gives a task an ENI of its own: it appears in the host, and is moved into the task's namespace at once. */
    @Test
    void anEniThatIsMovedToATasksNamespaceLeavesNothingBehind() throws Exception {
        LabHost host = LAB.host();
        host.attach(2);
        host.start();
        SortedSet<String> before = host.ours();
        Random random = random();

        for (int i = 0; i < TIMES; i++) {
            try (Namespace task = Namespace.create();
                    RtnetlinkSession session = session(host)) {
                host.attach(1);
                someMicroseconds(random);
                session.execute(Request.set(LinkMessage.of(index(host, session))
                        .inNamespace(task.fd().number())));

                Await.until("the host has nothing of it", () -> host.ours().equals(before));
                // IMDS goes on listing it, and is read once more.
                assertThat(host.ask(Operations::apply).converged()).isTrue();
                EniView seen = host.status(1);
                assertThat(seen.state()).isEqualTo("pending");
                assertThat(seen.interface_()).isEmpty();
                assertThat(host.ours()).isEqualTo(before);
                assertThat(KernelText.of(task).ours()).isEmpty();
                host.detach(1);
            }
        }
        host.awaitConverged();
        assertThat(host.ours()).isEqualTo(before);
        host.assertReachable(0, 2);

        host.attach(1);
        host.awaitReachable(0, 1, 2);
    }

    /** By the name that it appears under, since every millisecond counts. */
    private static int index(LabHost host, RtnetlinkSession session) throws Exception {
        String name = host.eni(1).attachment().orElseThrow().interfaceName().orElseThrow();
        return session.link(name).orElseThrow().header().index();
    }

    /** As udev does, which gives a device its name after it has appeared under another. */
    @Test
    void anEniThatIsRenamedInTheMiddleIsSetUpUnderItsNewName() throws Exception {
        LabHost host = LAB.host();
        host.start();
        SortedSet<String> before = host.ours();
        Random random = random();

        for (int i = 0; i < TIMES; i++) {
            String name = "net" + i;
            try (RtnetlinkSession session = session(host)) {
                host.attach(1);
                someMicroseconds(random);
                rename(host, session, name);
            }

            host.awaitReachable(0, 1);
            host.awaitConverged();
            EniView seen = host.status(1);
            assertThat(seen.state()).isEqualTo("ok");
            assertThat(seen.interface_()).contains(name);
            assertThat(host.ip("link show dev " + host.eni(1).id())).contains(name);

            host.detach(1);
            Await.until("nothing of it is left", () -> host.ours().equals(before));
        }
    }

    /** Kernels before 6.2 rename a link only while it is down, so udev takes it down first. */
    private static void rename(LabHost host, RtnetlinkSession session, String name) throws Exception {
        int index = index(host, session);
        while (true) {
            try {
                session.execute(Request.set(LinkMessage.of(index).withName(name)));
                return;
            } catch (LinuxException e) {
                assertThat(e.errno()).isEqualTo(Errno.EBUSY);
                session.execute(Request.set(LinkMessage.of(index).withUp(false)));
            }
        }
    }

    private static RtnetlinkSession session(LabHost host) throws Exception {
        try (Namespace namespace = Namespace.at(host.machine().networkNamespace())) {
            return RtnetlinkSession.open(namespace);
        }
    }

    @Test
    void theSameEniAgainAndAgainAlwaysEndsReachable() throws Exception {
        LabHost host = LAB.host();
        host.attach(2);
        host.start();
        SortedSet<String> before = host.ours();
        Random random = random();

        for (int i = 0; i < TIMES; i++) {
            host.attach(1);
            host.awaitReachable(1);
            host.detach(1);
            // Half of the times it is back before the daemon can have seen that it was away.
            if (random.nextBoolean()) {
                someMicroseconds(random);
            }
        }
        for (int i = 0; i < TIMES; i++) {
            host.attach(1);
            someMicroseconds(random);
            host.detach(1);
        }
        host.attach(1);
        host.awaitReachable(0, 1, 2);
        host.awaitConverged();
        host.assertReachable(0, 1, 2);

        host.detach(1);
        Await.until("nothing of it is left", () -> host.ours().equals(before));
        host.awaitConverged();
        for (Ip ip : host.eni(1).addresses().toList()) {
            host.assertSilent(ip);
        }
        host.assertReachable(0, 2);
    }

    /** The seed is printed: a failure can be had again. */
    private static Random random() {
        long seed = System.nanoTime();
        System.out.println("ComingAndGoingTest: seed " + seed);
        return new Random(seed);
    }

    /** Not waiting for anything: the moment is what is tried. */
    private static void someMicroseconds(Random random) {
        LockSupport.parkNanos(1000L * random.nextInt(LATEST_MICROS));
    }
}
