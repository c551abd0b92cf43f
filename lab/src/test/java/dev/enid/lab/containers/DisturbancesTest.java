package dev.enid.lab.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Ip;
import dev.enid.lab.host.Await;
import dev.enid.lab.host.LabHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections to containers stay open, whoever of Docker, enid, EC2 and a person does something meanwhile. */
@ExtendWith(Witness.class)
class DisturbancesTest {

    private static final int PORT = 8081;

    private static @Nullable ContainerHost lab;
    private static @Nullable Docker docker;

    @BeforeAll
    static void up() throws Exception {
        ContainerHost.assumeDocker();
        ContainerHost up = ContainerHost.up();
        lab = up;
        // Containers go on while the daemon is away: without it they end, and their connections with them.
        Docker engine = DockerOptions.start(up, "--live-restore", "--userland-proxy=false");
        docker = engine;
        up.answering(DockerOptions.onDocker0(engine, PORT));
        DockerOptions.awaitPrimary(up, PORT);
        // As RHEL and others have it: a packet has to come by the way back.
        up.host().shell().run("sh", "-c", "echo 1 >/proc/sys/net/ipv4/conf/all/rp_filter");
        up.host().start();
    }

    @AfterAll
    static void down() throws Exception {
        ContainerHost.close(docker, lab);
    }

    private static ContainerHost lab() {
        return Objects.requireNonNull(lab);
    }

    private static LabHost host() {
        return lab().host();
    }

    private static Docker docker() {
        return Objects.requireNonNull(docker);
    }

    /** What Docker and others have in nftables, and by iptables, which is the same; without counters. */
    private static String othersRules() throws Exception {
        String all = lab().host().shell().run("nft", "--stateless", "list", "ruleset");
        return all.replaceAll("(?ms)^table inet enid \\{.*?^\\}\n", "");
    }

    private static boolean hasTable() throws Exception {
        return host().shell().run("nft", "list", "tables").contains("table inet enid\n");
    }

    /** Open connections from outside to one address of each family of each ENI. */
    private static List<Talk> talks() throws Exception {
        List<Talk> talks = new ArrayList<>();
        for (int eni : List.of(0, 1, 2)) {
            for (Ip ip : List.of(
                    host().eni(eni).ipv4().getFirst(), host().eni(eni).ipv6().getFirst())) {
                talks.add(Talk.open(lab().place("client"), ip, PORT));
            }
        }
        return talks;
    }

    private static void assertGoOn(List<Talk> talks) throws Exception {
        for (Talk talk : talks) {
            talk.say();
        }
        Attempt.assertAnswered(lab().fromEverybody(lab().addresses(), PORT));
    }

    private static void end(List<Talk> talks) throws Exception {
        for (Talk talk : talks) {
            talk.close();
        }
    }

    @Test
    void dockerIsRestarted() throws Exception {
        List<Talk> talks = talks();

        docker().stop();
        assertGoOn(talks);
        docker().start();

        assertGoOn(talks);
        end(talks);
    }

    @Test
    void anEniIsDetachedAndComesBack() throws Exception {
        List<Talk> talks = talks();

        for (int eni : List.of(1, 2)) {
            host().detach(eni);
            host().awaitConverged();
            host().attach(eni);
            host().awaitConverged();
        }

        assertGoOn(talks);
        end(talks);
    }

    @Test
    void enidIsKilledAndStartsAgain() throws Exception {
        List<Talk> talks = talks();

        host().daemon().kill();
        assertGoOn(talks);
        host().start();

        assertGoOn(talks);
        end(talks);
    }

    @Test
    void enidIsStopped() throws Exception {
        List<Talk> talks = talks();

        host().daemon().stop();
        assertGoOn(talks);
        host().start();

        assertGoOn(talks);
        end(talks);
    }

    /** Docker's own translation goes too, and comes back with it; enid's table comes back by itself. */
    @Test
    void somebodyFlushesTheRuleset() throws Exception {
        List<Talk> talks = talks();

        host().shell().run("nft", "flush", "ruleset");
        Await.until("enid's table is back", DisturbancesTest::hasTable);
        docker().restart();

        assertGoOn(talks);
        end(talks);
    }

    @Test
    void switchedOffNothingIsLeftAndWhatDockerHasStays() throws Exception {
        String dockers = othersRules();
        assertThat(dockers).contains("DOCKER");
        assertThat(hasTable()).isTrue();
        assertThat(rules()).contains("fwmark");

        switched("off");

        assertThat(othersRules()).isEqualTo(dockers);
        assertThat(hasTable()).isFalse();
        assertThat(rules()).doesNotContain("fwmark");
        Attempt.assertSilent(lab().from(lab().place("client"), lab().addresses(1), PORT));

        switched("auto");
        assertThat(othersRules()).isEqualTo(dockers);
        Attempt.assertAnswered(lab().fromEverybody(lab().addresses(), PORT));
    }

    /** What comes in by another ENI than its answer would leave by gets in, and nothing else changes. */
    @Test
    void theReversePathFilterOfEnisIsLoose() throws Exception {
        for (int eni : List.of(0, 1, 2)) {
            assertThat(reversePathFilter(host().link(eni))).isEqualTo("2");
        }
        assertThat(reversePathFilter("all")).isEqualTo("1");
        assertThat(reversePathFilter("docker0")).isEqualTo("0");
    }

    private static String reversePathFilter(String link) throws Exception {
        return host().shell()
                .run("cat", "/proc/sys/net/ipv4/conf/" + link + "/rp_filter")
                .strip();
    }

    private static String rules() throws Exception {
        return host().ip("-4 rule") + host().ip("-6 rule");
    }

    private static void switched(String containers) throws Exception {
        host().settings("containers = \"" + containers + "\"\n[daemon]\nrefresh = \"1s\"\n");
        host().shell().enid("apply");
        host().awaitConverged();
    }
}
