package dev.enid.agent.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.rtnl.FakeKernel;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Settings;
import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.EniId;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.Outcome;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import dev.enid.linux.posix.Errno;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole pass over a host with two ENIs. */
class PassTest {

    private static final Mac PRIMARY = new Mac(0x02005e005300L);
    private static final Mac SECOND = new Mac(0x02005e005301L);

    private static final Fault NOT_READ = new Fault(Fault.Kind.UNREACHABLE, "reading IMDS", "no answer");

    @TempDir
    private Path directory;

    private final FakeKernel fake = new FakeKernel();
    private final Kernel kernel = fake.kernel();
    private final Reading<Instance> instance = new Reading.Fresh<>(
            new Instance("i-0a1b2c3d", "eu-central-1a", List.of(eni(0, PRIMARY), eni(1, SECOND)), List.of()),
            Instant.EPOCH);
    private Pass pass;

    private static Eni eni(int number, Mac mac) {
        Cidr subnet = Cidr.parse("10.0." + number + ".0/24");
        return new Eni(
                new EniId("eni-0000000" + number),
                mac,
                number == 0,
                0,
                number,
                Optional.of(subnet),
                List.of(),
                List.of(subnet.ip().plus(4), subnet.ip().plus(5)),
                List.of(),
                List.of());
    }

    @BeforeEach
    void aHost() {
        pass = Pass.over(kernel, directory.resolve("run"), directory.resolve("root"));
        fake.plug(2, "eth0", PRIMARY);
        fake.setUp(2, true);
        fake.put(Address.of(2, Ip.parse("10.0.0.4"), 24, Address.PERMANENT, 0));
        NextHop gateway = new NextHop(2, Optional.of(Ip.parse("10.0.0.1")), 1, 0);
        fake.put(Route.unicast(Route.MAIN, Cidr.parse("0.0.0.0/0"), gateway, 100, Route.PROTOCOL_DHCP));
        fake.plug(3, "eth1", SECOND);
    }

    @AfterEach
    void everyFaultWasMet() {
        fake.assertFaultsConsumed();
    }

    private Report run() {
        return pass.run(instance, Settings.DEFAULT, Set.of());
    }

    @Test
    void convergesAndThenHasNothingToDo() {
        Report first = run();

        assertThat(first.converged()).isTrue();
        assertThat(first.changed()).isTrue();
        assertThat(first.applied().results()).hasSameSizeAs(first.plan().changes());
        assertThat(fake.objects().stream().map(object -> object.toIproute2(kernel.names())))
                .contains("rule 10001: from 10.0.1.5 lookup 10001", "route default via 10.0.1.1 dev eth1 table 10001");

        int sent = fake.requests().size();
        Report second = run();
        assertThat(second.plan().isEmpty()).isTrue();
        assertThat(second.converged()).isTrue();
        assertThat(fake.requests()).hasSize(sent);
    }

    @Test
    void whatIsSeenAgainIsNotReckonedAnewAndWhateverIsOtherIs() {
        run();
        Desired last = run().desired();
        Instance known = instance.known().orElseThrow();
        Settings mtu = new Settings(List.of(), new TreeSet<>(), true, false, 1500);

        assertThat(run().desired()).isSameAs(last);
        assertThat(pass.run(new Reading.Fresh<>(known, Instant.MAX), Settings.DEFAULT, Set.of())
                        .desired())
                .isSameAs(last);

        Desired stale =
                pass.run(instance.failed(NOT_READ), Settings.DEFAULT, Set.of()).desired();
        assertThat(stale).isNotSameAs(last);
        Desired small = pass.run(instance, mtu, Set.of()).desired();
        assertThat(small).isNotSameAs(stale);
        Desired resting = pass.run(
                        instance, mtu, Set.of(new Rule.Id(Family.V4, 1, Rule.Selector.ALL, Rule.Action.NOP, 0, -1)))
                .desired();
        assertThat(resting).isNotSameAs(small);
        last = run().desired();
        fake.put(Address.of(2, Ip.parse("192.0.2.7"), 32, Address.PERMANENT, 0));
        assertThat(run().desired()).isNotSameAs(last);
    }

    @Test
    void aPreviewChangesNothing() {
        Report preview = pass.preview(instance, Settings.DEFAULT, Set.of());

        assertThat(preview.plan().isEmpty()).isFalse();
        assertThat(preview.converged()).isFalse();
        assertThat(preview.applied().results()).isEmpty();
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void whatFailedForAMomentIsDoneInTheNextRound() {
        fake.refuse("add rule 10001: from 10.0.1.5", Errno.EINVAL, 1);

        Report report = run();

        assertThat(report.converged()).isTrue();
        assertThat(report.applied().results().stream().filter(result -> result.outcome() instanceof Outcome.Failed))
                .hasSize(1);
    }

    @Test
    void whatKeepsFailingIsLeftForTheNextPassAndTheRestHolds() {
        fake.refuse("add rule 10001: from 10.0.1.5", Errno.EINVAL, 2);

        Report report = run();

        assertThat(report.converged()).isFalse();
        assertThat(report.remaining().changes())
                .singleElement()
                .satisfies(change -> assertThat(change.step().object().toIproute2(kernel.names()))
                        .isEqualTo("rule 10001: from 10.0.1.5 lookup 10001"));
    }

    @Test
    void aKernelThatCannotBeReadIsNotTouched() {
        fake.refuseDump("rule", Errno.EINTR, 1);

        Report report = run();

        assertThat(report.converged()).isFalse();
        assertThat(report.before().kernel().trouble()).isPresent();
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void aLookAfterwardsThatFailsIsNotTakenForSuccess() {
        fake.meanwhile("add address 10.0.1.5", () -> fake.refuseDump("rule", Errno.EINTR, 1));

        assertThat(run().converged()).isFalse();
        assertThat(run().converged()).isTrue();
    }

    @Test
    void withoutImdsNothingIsDoneAndNothingIsMissing() {
        Reading<Instance> nothing =
                new Reading.Missing<>(new Fault(Fault.Kind.UNREACHABLE, "reading IMDS", "no answer"));

        Report report = pass.run(nothing, Settings.DEFAULT, Set.of());

        assertThat(report.plan().isEmpty()).isTrue();
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void whenImdsFallsSilentNothingIsRemoved() {
        run();
        List<Object> before = List.copyOf(fake.objects());
        int sent = fake.requests().size();

        Report report = pass.run(
                instance.failed(new Fault(Fault.Kind.UNREACHABLE, "reading IMDS", "no answer")),
                Settings.DEFAULT,
                Set.of());

        assertThat(report.plan().isEmpty()).isTrue();
        assertThat(fake.requests()).hasSize(sent);
        assertThat(List.<Object>copyOf(fake.objects())).isEqualTo(before);
    }

    @Test
    void anInterfaceThatIsRenamedInTheMiddleIsSetUpAllTheSame() {
        fake.meanwhile("eth1/accept_dad", () -> fake.rename(3, "ens6"));

        Report report = run();

        assertThat(report.converged()).isTrue();
        assertThat(fake.link(3).name()).isEqualTo("ens6");
        assertThat(fake.link(3).up()).isTrue();
        assertThat(fake.sysctl(3, Sysctl.Name.ACCEPT_DAD)).isZero();
        assertThat(fake.requests()).contains("write 0 to ens6/accept_dad");
    }

    @Test
    void anInterfaceThatLeavesInTheMiddleLeavesNothingBehind() {
        fake.meanwhile("add address 10.0.1.5", () -> fake.unplug(3));

        run();
        Report after = run();

        assertThat(after.converged()).isTrue();
        assertThat(fake.objects().stream().map(object -> object.toIproute2(kernel.names())))
                .noneMatch(text -> text.contains("10001"));
    }

    @Test
    void restingObjectsAreLeftAlone() {
        Report first = run();
        var rule = first.after().state().rules().stream()
                .filter(each -> each.priority() == 10001)
                .findFirst()
                .orElseThrow();
        fake.remove(rule);

        Report report = pass.run(instance, Settings.DEFAULT, Set.of(rule.key()));

        assertThat(report.plan().isEmpty()).isTrue();
        assertThat(report.plan().withheld()).hasSize(1);
        assertThat(fake.has(rule)).isFalse();
    }
}
