package dev.enid.lab.containers;

import static dev.enid.lab.containers.ContainerHost.CLIENTS;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.probe.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What does not work, and why there is something to do: the same host and the same containers without enid. */
@ExtendWith(Witness.class)
class WithoutEnidTest {

    private static final int ON_DOCKER0 = 8081;
    private static final int ON_NETWORK = 8082;

    private static @Nullable ContainerHost lab;
    private static @Nullable Docker docker;
    private static @Nullable Container container;

    @BeforeAll
    static void up() throws Exception {
        ContainerHost.assumeDocker();
        ContainerHost up = ContainerHost.up();
        lab = up;
        Docker engine = DockerOptions.start(up, "--userland-proxy=false");
        docker = engine;
        container = up.answering(DockerOptions.onDocker0(engine, ON_DOCKER0));
        up.answering(DockerOptions.onNetwork(engine, ON_NETWORK));
        DockerOptions.awaitPrimary(up, ON_DOCKER0, ON_NETWORK);
    }

    @AfterAll
    static void down() throws Exception {
        ContainerHost.close(docker, lab);
    }

    private static ContainerHost lab() {
        return Objects.requireNonNull(lab);
    }

    private final List<Integer> ports = List.of(ON_DOCKER0, ON_NETWORK);

    private ByHand byHand() {
        return new ByHand(lab().host());
    }

    @AfterEach
    void undo() throws Exception {
        byHand().undo();
    }

    /** The reply leaves by the primary ENI with another ENI's address, and the VPC drops it. */
    @Test
    void onlyThePrimaryAnswersWhereNothingIsDone() throws Exception {
        byHand().addresses();

        assertOthersSilent(ports);
    }

    /** Rules for addresses see the container's address in a reply: it gets the host's only on its way out. */
    @Test
    void onlyThePrimaryAnswersWhereEachEniHasATable() throws Exception {
        byHand().addresses().tables();

        // The tables are right: the host itself answers everywhere.
        Attempt.assertAnswered(lab().toTheHost(lab().place("client"), secondary()));
        assertOthersSilent(ports);
    }

    /** amazon-ec2-net-utils#97: what is between the host and its own containers leaves by the ENI. */
    @Test
    void hostAndContainersAreCutOffFromEachOtherWhereEachEniHasATable() throws Exception {
        byHand().addresses().tables();
        Place host = lab().place(ContainerHost.HOST);
        Place inside = Objects.requireNonNull(container).place();

        Attempt.assertAnswered(lab().from(host, lab().addresses(0), ON_DOCKER0));
        Attempt.assertAnswered(lab().toTheHost(inside, lab().addresses(0)));
        Attempt.assertSilent(lab().from(host, secondary(), ON_DOCKER0));
        Attempt.assertSilent(lab().toTheHost(inside, secondary()));
    }

    /** One bridge of all, and one family of two. */
    @Test
    void marksOfDocker0AreGoodForDocker0AndIpv4Alone() throws Exception {
        byHand().addresses().tables().marksOfDocker0();

        Attempt.assertAnswered(fromAfar(of(Family.V4), ON_DOCKER0));
        Attempt.assertSilent(fromAfar(of(Family.V6), ON_DOCKER0));
        Attempt.assertSilent(fromAfar(secondary(), ON_NETWORK));
    }

    private static void assertOthersSilent(List<Integer> ports) {
        List<Attempt> primary = new ArrayList<>();
        List<Attempt> others = new ArrayList<>();
        for (int port : ports) {
            primary.addAll(fromAfar(lab().addresses(0), port));
            others.addAll(fromAfar(secondary(), port));
        }
        Attempt.assertAnswered(primary);
        Attempt.assertSilent(others);
    }

    /** From outside of the VPC, and from a subnet that the host is not in. */
    private static List<Attempt> fromAfar(List<Ip> to, int port) {
        return CLIENTS.stream()
                .filter(each -> !each.equals("near"))
                .flatMap(each -> lab().from(lab().place(each), to, port).stream())
                .toList();
    }

    private static List<Ip> secondary() {
        return Stream.of(1, 2).flatMap(each -> lab().addresses(each).stream()).toList();
    }

    private static List<Ip> of(Family family) {
        return secondary().stream().filter(ip -> ip.family() == family).toList();
    }
}
