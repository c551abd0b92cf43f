package dev.enid.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.VpcEni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SIGKILL at any moment: whatever was half done, the next daemon makes it whole. */
class KillTest {

    private static final int HOSTS = 2;
    private static final int ROUNDS = 20;
    /** In each round after the one of a daemon that has settled: each dies in what the one before has left. */
    private static final int KILLS_WHILE_STARTING = 4;

    /** In the life of a daemon that has settled: what happens to it is over by then. */
    private static final Duration SETTLED = Duration.ofMillis(100);
    /** In the life of one that has just been started: by then it has run its first pass. */
    private static final Duration STARTING = Duration.ofMillis(450);

    @RegisterExtension
    static final HostLab LAB = HostLab.of(HOSTS);

    @Test
    void aDaemonThatIsKilledAtAnyMomentConvergesAfterItsRestart() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KillTest: seed " + seed);
        try (ExecutorService sideBySide = Executors.newFixedThreadPool(HOSTS)) {
            List<Future<Integer>> kills = new ArrayList<>();
            for (int i = 1; i <= HOSTS; i++) {
                Story story = new Story(LAB.host(), i, new Random(seed + i));
                kills.add(sideBySide.submit(story));
            }
            int all = 0;
            for (Future<Integer> each : kills) {
                all += each.get();
            }
            assertThat(all).isGreaterThanOrEqualTo(200);
        }
    }

    /** What becomes of one host; the kills it has seen. */
    private static final class Story implements Callable<Integer> {

        private final LabHost host;
        private final Random random;
        private final Mischief mischief;
        /** What a daemon installs that finds nothing of ours, for each state of the VPC that has been. */
        private final Map<String, SortedSet<String>> fresh = new HashMap<>();

        private final List<String> happened = new ArrayList<>();
        private int kills;

        Story(LabHost host, int number, Random random) {
            this.host = host;
            this.random = random;
            mischief = new Mischief(host, random, eni -> Ip.parse((eni == 1 ? "10.0.2.2" : "10.0.1.2") + number + eni));
        }

        @Override
        public Integer call() throws Exception {
            host.ip("rule add from 192.0.2.98 lookup 10001 priority 10001");
            host.ip("route add 198.18.8.0/24 dev " + host.link(0) + " metric 7");
            host.ip("address add 192.0.2.99/32 dev lo");
            SortedSet<String> others = host.others();
            host.attach(1);
            host.start();
            try {
                for (int i = 0; i < ROUNDS; i++) {
                    happened.clear();
                    killDuring(SETTLED);
                    for (int j = 0; j < KILLS_WHILE_STARTING; j++) {
                        host.launch();
                        killDuring(STARTING);
                    }
                    host.start();
                    assertThat(host.ours()).isEqualTo(fresh());
                    assertThat(host.others()).isEqualTo(others);
                    assertEverythingIsReachable();
                }
                return kills;
            } catch (Exception | AssertionError e) {
                throw new AssertionError(host.name() + ", after " + kills + " kills, last " + happened, e);
            }
        }

        /** Something happens to the host, and meanwhile its daemon dies. */
        private void killDuring(Duration latest) throws Exception {
            long begin = random.nextLong(latest.toNanos());
            try (ExecutorService meanwhile = Executors.newSingleThreadExecutor();
                    KillMoment moment = KillMoment.draw(random, latest, host)) {
                Future<String> mishap = meanwhile.submit(() -> {
                    LockSupport.parkNanos(begin);
                    return mischief.happen();
                });
                moment.await();
                host.daemon().kill();
                happened.add("kill");
                happened.add(mishap.get());
            }
            kills++;
            // Nobody is there to repair anything now.
            host.awaitReachable(host.eni(0).ipv4().getFirst());
        }

        private SortedSet<String> fresh() throws Exception {
            String key = host.network().vpc().attached(host.name()).stream()
                    .map(VpcEni::toString)
                    .toList()
                    .toString();
            if (!fresh.containsKey(key)) {
                SortedSet<String> now = host.ours();
                host.daemon().kill();
                host.forget();
                assertThat(host.ours()).isEmpty();
                host.start();
                fresh.put(key, host.ours());
                assertThat(now)
                        .as("what the killed ones left, and what a fresh one makes")
                        .isEqualTo(host.ours());
            }
            return fresh.getOrDefault(key, new TreeSet<>());
        }

        private void assertEverythingIsReachable() throws Exception {
            int[] attached = IntStream.range(0, 3)
                    .filter(number -> host.eni(number).attachment().isPresent())
                    .toArray();
            host.assertReachable(attached);
        }
    }
}
