package dev.enid.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.operations.Operations;
import dev.enid.core.report.ApplyView;
import dev.enid.core.report.EniView;
import dev.enid.core.report.StatusView;
import dev.enid.lab.imds.FaultSpec;
import dev.enid.lab.topology.AssignRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever IMDS says or does not say: the host keeps what it has, and {@code enid status} says what is wrong. */
class BadMetadataTest {

    private static final String QUICK = "[daemon]\nrefresh = \"1s\"\n[imds]\ntimeout = \"300ms\"\nattempts = 2\n";

    /** Larger than anything that is read whole. */
    private static final String MEGABYTES = "5m";

    @RegisterExtension
    static final HostLab LAB = HostLab.of(5);

    /**
     * A fault, and what is to be said of it.
     *
     * @param order in the words of {@code enid lab fault imds}; {@code MAC} is the second ENI's
     * @param said in the status, besides the ENI's MAC address where it is about one key of one ENI
     */
    private record Case(FaultSpec.Kind kind, String said, List<String> order) {
        static Case of(FaultSpec.Kind kind, String said, String... order) {
            return new Case(kind, said, List.of(order));
        }
    }

    private static final List<Case> ALL_IS_STALE = List.of(
            Case.of(FaultSpec.Kind.OUTAGE, "no whole answer in time", "outage", "timeout"),
            Case.of(FaultSpec.Kind.OUTAGE, "", "outage", "reset"),
            Case.of(FaultSpec.Kind.ERROR, "500", "error", "500"),
            Case.of(FaultSpec.Kind.ERROR, "503", "error", "503"),
            Case.of(FaultSpec.Kind.DISABLED, "403", "disabled", "on"),
            Case.of(FaultSpec.Kind.DELAY, "no whole answer in time", "delay", "2s"),
            Case.of(FaultSpec.Kind.THROTTLE, "503", "throttle", "1/s"),
            Case.of(FaultSpec.Kind.THROTTLE, "no whole answer in time", "throttle", "1/s", "drop"),
            Case.of(FaultSpec.Kind.GARBAGE, "HTTP", "garbage", "all"),
            Case.of(FaultSpec.Kind.GARBAGE, "HTTP", "garbage", "MAC/local-ipv4s"),
            Case.of(FaultSpec.Kind.TRUNCATE, "local-ipv4s", "truncate", "MAC/local-ipv4s"),
            Case.of(FaultSpec.Kind.TRUNCATE, "macs", "truncate", "macs"),
            Case.of(FaultSpec.Kind.MISSING, "macs", "missing", "macs"),
            Case.of(FaultSpec.Kind.WRONG, "", "wrong", "on"),
            Case.of(FaultSpec.Kind.HOSTILE, "local-ipv4s", "hostile", "MAC/local-ipv4s", "10.0.2.9; reboot"),
            Case.of(FaultSpec.Kind.HOSTILE, "local-ipv4s", "hostile", "MAC/local-ipv4s", "../../../etc/shadow"),
            Case.of(FaultSpec.Kind.HOSTILE, "local-ipv4s", "hostile", "MAC/local-ipv4s", "10.0.2.9\\n\\n$(id)\\n"),
            Case.of(FaultSpec.Kind.HOSTILE, "not in the ENI's subnet", "hostile", "MAC/local-ipv4s", "192.0.2.1"),
            Case.of(FaultSpec.Kind.HOSTILE, "", "hostile", "MAC/local-ipv4s", "10.0.2.9\\n", MEGABYTES),
            Case.of(FaultSpec.Kind.HOSTILE, "ipv6s", "hostile", "MAC/ipv6s", "2001:db8:100:2::%eth0"),
            Case.of(FaultSpec.Kind.HOSTILE, "macs", "hostile", "macs", "../"),
            Case.of(FaultSpec.Kind.HOSTILE, "", "hostile", "macs", "02:00:5e:00:53:01/\\n", MEGABYTES));

    /** What may just as well be on its way. */
    private static final List<Case> ONE_ENI_IS_PENDING = List.of(
            Case.of(FaultSpec.Kind.MISSING, "local-ipv4s", "missing", "MAC/local-ipv4s"),
            Case.of(FaultSpec.Kind.MISSING, "ipv6s", "missing", "MAC/ipv6s"),
            Case.of(FaultSpec.Kind.MISSING, "404", "missing", "MAC"));

    @TestFactory
    Stream<DynamicTest> nothingOnTheHostChangesAndTheStatusSaysWhy() throws Exception {
        LabHost host = LAB.host();
        host.settings(QUICK);
        host.attach(1, 2);
        host.assign(1, AssignRequest.counts(1, 1, 1, 1));
        host.start();
        host.awaitReachable(0, 1, 2);
        return Stream.concat(
                ALL_IS_STALE.stream().map(each -> test(each, () -> stale(host, each))),
                ONE_ENI_IS_PENDING.stream().map(each -> test(each, () -> pending(host, each))));
    }

    private static DynamicTest test(Case each, org.junit.jupiter.api.function.Executable story) {
        return DynamicTest.dynamicTest(String.join(" ", each.order), story);
    }

    private static void stale(LabHost host, Case fault) throws Exception {
        StatusView status = during(host, fault);
        assertThat(status.imds()).isEqualTo("stale");
        assertThat(String.join("\n", status.findings()))
                .contains("stays in force, and nothing is removed", fault.said)
                .doesNotContain("\n\n", "$(id)\n");
    }

    private static void pending(LabHost host, Case fault) throws Exception {
        StatusView status = during(host, fault);
        assertThat(status.imds()).isEqualTo("fresh");
        EniView eni = status.enis().stream()
                .filter(each -> each.mac().equals(host.eni(1).mac().toString()))
                .findFirst()
                .orElseThrow();
        assertThat(eni.state()).isEqualTo("pending");
        assertThat(String.join("\n", eni.findings())).contains("not consistent in IMDS yet", fault.said);
    }

    /** With the fault on IMDS is read, twice; the host is as it was, and works. */
    private static StatusView during(LabHost host, Case fault) throws Exception {
        SortedSet<String> before = host.kernel().all();
        long consumed = host.consumed(fault.kind);
        List<String> words = new ArrayList<>(fault.order);
        words.replaceAll(word -> word.replace("MAC", host.eni(1).mac().toString()));
        host.imds(words.toArray(String[]::new));

        for (int i = 0; i < 2; i++) {
            ApplyView applied = host.ask(Operations::apply);
            assertThat(applied.outcomes()).isEmpty();
            assertThat(applied.remaining()).isEmpty();
        }
        StatusView status = host.status();
        assertThat(host.kernel().all()).isEqualTo(before);
        assertThat(host.consumed(fault.kind)).isGreaterThan(consumed);
        host.assertReachable(0, 1, 2);

        host.imds("off");
        assertThat(host.ask(Operations::apply).outcomes()).isEmpty();
        assertThat(host.ask(Operations::apply).imds()).isEqualTo("fresh");
        assertThat(host.kernel().all()).isEqualTo(before);
        return status;
    }
}
