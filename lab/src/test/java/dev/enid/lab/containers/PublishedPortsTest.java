package dev.enid.lab.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Ip;
import dev.enid.lab.probe.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With enid a published port is answered at every address of the host: what {@link WithoutEnidTest} shows to fail. With the
 * userland proxy, which takes what Docker's translation leaves, and without.
 */
@ExtendWith(Witness.class)
@ParameterizedClass
@ValueSource(strings = {"--userland-proxy=true", "--userland-proxy=false"})
class PublishedPortsTest {

    private static final int ON_DOCKER0 = 8081;
    private static final int ON_NETWORK = 8082;
    private static final int LATER = 8083;

    private static @Nullable ContainerHost lab;
    private static @Nullable Docker docker;
    private static @Nullable Container one;
    private static @Nullable Container two;

    @BeforeParameterizedClassInvocation
    static void up(String option) throws Throwable {
        ContainerHost.assumeDocker();
        ContainerHost up = ContainerHost.up();
        lab = up;
        Docker engine = DockerOptions.start(up, option);
        docker = engine;
        one = up.answering(DockerOptions.onDocker0(engine, ON_DOCKER0));
        two = up.answering(DockerOptions.onNetwork(engine, ON_NETWORK));
        DockerOptions.awaitPrimary(up, ON_DOCKER0, ON_NETWORK);
        try {
            up.host().start();
        } catch (Exception | AssertionError e) {
            // No extension is asked about these methods.
            throw Witness.told(e);
        }
    }

    @AfterParameterizedClassInvocation
    static void down() throws Exception {
        ContainerHost.close(docker, lab);
    }

    private static ContainerHost lab() {
        return Objects.requireNonNull(lab);
    }

    private static Place host() {
        return lab().place(ContainerHost.HOST);
    }

    private static List<Place> containers() {
        return Stream.of(one, two)
                .map(each -> Objects.requireNonNull(each).place())
                .toList();
    }

    @SuppressWarnings("unused") // what differs is set up before
    PublishedPortsTest(String option) {}

    /** From outside of the VPC, from another subnet and from an ENI's own, both families, TCP and UDP, both bridges. */
    @Test
    void everybodyGetsAnAnswerAtEveryAddress() {
        List<Attempt> all = new ArrayList<>(lab().fromEverybody(lab().addresses(), ON_DOCKER0));
        all.addAll(lab().fromEverybody(lab().addresses(), ON_NETWORK));

        Attempt.assertAnswered(all);
    }

    @Test
    void theHostReachesItsOwnPublishedPortsAtEveryAddress() {
        List<Attempt> all = new ArrayList<>(lab().from(host(), lab().addresses(), ON_DOCKER0));
        all.addAll(lab().from(host(), lab().addresses(), ON_NETWORK));
        all.addAll(lab().from(host(), List.of(Ip.parse("127.0.0.1")), ON_DOCKER0));

        Attempt.assertAnswered(all);
    }

    /** amazon-ec2-net-utils#97. */
    @Test
    void containersReachTheHostAtEveryAddress() {
        Attempt.assertAnswered(containers().stream()
                .flatMap(each -> lab().toTheHost(each, lab().addresses()).stream())
                .toList());
    }

    /** From docker0 to what is published of docker0, which the host turns round. */
    @Test
    void aContainerReachesItsOwnPublishedPortAtEveryAddress() {
        Attempt.assertAnswered(lab().byTcp(containers().getFirst(), lab().addresses(), ON_DOCKER0));
    }

    @Test
    void containersReachWhatIsOutside() {
        Attempt.assertAnswered(containers().stream()
                .flatMap(each -> lab().toTheClient(each).stream())
                .toList());
    }

    /** Each keeps its own way back, though both ask for the same port of the same container. */
    @Test
    void twoClientsTalkAtOnceByTwoEnisOfOnePort() throws Exception {
        for (int address : List.of(0, 1)) {
            try (Talk first = Talk.open(lab().place("client"), of(1, address), ON_DOCKER0);
                    Talk second = Talk.open(lab().place("far"), of(2, address), ON_DOCKER0);
                    Talk third = Talk.open(lab().place("client"), of(2, address), ON_DOCKER0)) {
                for (int words = 0; words < 10; words++) {
                    first.say();
                    second.say();
                    third.say();
                }
            }
        }
    }

    /** @param family 0 for IPv4, 1 for IPv6 */
    private static Ip of(int eni, int family) {
        return family == 0
                ? lab().host().eni(eni).ipv4().getFirst()
                : lab().host().eni(eni).ipv6().getFirst();
    }

    /** No step for each bridge: enid hears of it, and of its end. */
    @Test
    void aNetworkThatComesLaterIsServed() throws Exception {
        Docker engine = Objects.requireNonNull(docker);
        engine.docker(
                "network", "create", "--ipv6", "--subnet", "fd00:d0c:2::/64", "--subnet", "10.77.0.0/24", "later");
        Container container = lab().answering(engine.run(
                "three", "--network", "later", "--publish", LATER + ":80", "--publish", LATER + ":80/udp"));
        lab().host().awaitConverged();

        Attempt.assertAnswered(lab().fromEverybody(lab().addresses(), LATER));
        Attempt.assertAnswered(lab().toTheHost(container.place(), lab().addresses()));

        engine.docker("rm", "--force", "three");
        engine.docker("network", "rm", "later");
        lab().host().awaitConverged();
        assertThat(lab().host().ours()).noneMatch(line -> line.contains("10.77.0.0") || line.contains("fd00:d0c:2:"));
        Attempt.assertAnswered(lab().fromEverybody(lab().addresses(), ON_NETWORK));
    }
}
