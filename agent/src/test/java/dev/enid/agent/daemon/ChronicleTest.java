package dev.enid.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.pass.Pass;
import dev.enid.agent.rtnl.FakeKernel;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.desire.Settings;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import dev.enid.linux.posix.Errno;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said, and what is not said twice. */
class ChronicleTest {

    @TempDir
    private Path directory;

    private final FakeKernel fake = new FakeKernel();
    private final Kernel kernel = fake.kernel();
    private final Chronicle chronicle = new Chronicle();
    private Pass pass;
    private Instant now = Instant.EPOCH;
    private Reading<Instance> instance = imds(0, 1);

    private static Reading<Instance> imds(int... enis) {
        return new Reading.Fresh<>(
                new Instance(
                        "i-0a1b2c3d",
                        "eu-central-1a",
                        java.util.Arrays.stream(enis)
                                .mapToObj(device -> FakeMetadata.eni(device, 1))
                                .toList(),
                        List.of()),
                Instant.EPOCH);
    }

    @BeforeEach
    void aHost() {
        pass = Pass.over(kernel, directory.resolve("run"), directory.resolve("root"));
        fake.plug(2, "eth0", FakeMetadata.mac(0));
        fake.setUp(2, true);
        fake.put(Address.of(2, Ip.parse("10.0.0.4"), 24, Address.PERMANENT, 0));
        NextHop gateway = new NextHop(2, Optional.of(Ip.parse("10.0.0.1")), 1, 0);
        fake.put(Route.unicast(Route.MAIN, Cidr.parse("0.0.0.0/0"), gateway, 100, Route.PROTOCOL_DHCP));
        fake.plug(3, "eth1", FakeMetadata.mac(1));
    }

    @AfterEach
    void everyFaultWasMet() {
        fake.assertFaultsConsumed();
    }

    private List<String> told() {
        now = now.plusSeconds(5);
        return chronicle.tell(now, pass.run(instance, Settings.DEFAULT, Set.of())).stream()
                .map(DaemonEvent::line)
                .toList();
    }

    @Test
    void eachChangeIsALineInTheWordsOfThePlanAndAConvergedPassSaysNothing() {
        assertThat(told())
                .startsWith("eni-00000000 (eth0) is ok", "eni-00000001 (eth1) is ok")
                .anyMatch(line ->
                        line.startsWith("add address 10.0.1.4/24 dev eth1 noprefixroute: 10.0.1.4 is the primary"))
                .anyMatch(line -> line.startsWith("add rule 10001: from 10.0.1.4 lookup 10001: 10.0.1.4 belongs to"))
                .last()
                .asString()
                .matches("\\d+ changes, converged in \\d+\\.\\d ms");
        assertThat(told()).isEmpty();
    }

    @Test
    void aFaultIsSaidWhenItBeginsAndWhenItEnds() {
        told();
        fake.remove(fake.objects().stream()
                .filter(object -> object.toIproute2(kernel.names()).startsWith("rule 10001: from 10.0.1.4"))
                .findFirst()
                .orElseThrow());
        fake.refuse("add rule", Errno.EINVAL, 2);

        assertThat(told())
                .containsExactly("failed adding rule 10001: from 10.0.1.4 lookup 10001: invalid argument (EINVAL)");
        assertThat(told()).isEmpty();
        assertThat(told())
                .first()
                .isEqualTo("no longer failing: adding rule 10001: from 10.0.1.4 lookup 10001 (after 10 s)");
    }

    @Test
    void anOutageOfImdsIsSaidOnceWhateverItsWords() {
        told();
        instance = instance.failed(new Fault(Fault.Kind.UNREACHABLE, "reading IMDS", "no answer within 1 s"));
        assertThat(told()).containsExactly("failed reading IMDS: no answer within 1 s");
        instance = instance.failed(new Fault(Fault.Kind.THROTTLED, "reading mac", "HTTP 503"));
        assertThat(told()).isEmpty();
        instance = imds(0, 1);
        assertThat(told()).containsExactly("no longer failing: reading IMDS (after 10 s)");
    }

    @Test
    void aKernelThatCannotBeReadDoesNotMakeEnisGo() {
        told();
        fake.refuseDump("route", Errno.EBUSY, 1);

        assertThat(told()).singleElement().asString().startsWith("failed reading the kernel's network tables");
        assertThat(told()).singleElement().asString().startsWith("no longer failing");
    }

    @Test
    void anEniThatComesAndGoesIsSaid() {
        told();
        fake.unplug(3);
        assertThat(told()).first().asString().startsWith("eni-00000001 is pending: no link with the address");

        instance = imds(0);
        assertThat(told()).contains("eni-00000001 is gone");
        assertThat(told()).isEmpty();
    }

    @Test
    void whatAGuardHoldsBackIsOneLineForAReason() {
        fake.put(Route.unicast(
                10001, Cidr.parse("0.0.0.0/0"), NextHop.via(2, Ip.parse("10.0.0.9")), 0, Route.PROTOCOL_STATIC));

        assertThat(told().stream().filter(line -> line.startsWith("not done")))
                .singleElement()
                .asString()
                .startsWith("not done (foreign): add route default via 10.0.1.1 dev eth1 table 10001")
                .contains("is someone else's and stays");
        assertThat(told()).isEmpty();
    }

    @Test
    void anErrorOfOurOwnIsSaidOnce() {
        assertThat(chronicle.broke(now, new IllegalStateException("boom")))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.line()).contains("an error of enid's own, please report it", "boom"));
        assertThat(chronicle.broke(now, new IllegalStateException("boom"))).isEmpty();
        assertThat(told()).first().asString().startsWith("no longer failing: running a pass");
    }
}
