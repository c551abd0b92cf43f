package dev.enid.agent.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.nftables.FakeNftables;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.snapshot.MarkUse;
import dev.enid.core.snapshot.Marking;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MarkSignsTest {

    private static final MarkTable TABLE = new MarkTable(0x7f000000, new TreeMap<>());

    private final FakeNftables nftables = new FakeNftables();

    private static KernelState with(Sysctl... sysctls) {
        return new KernelState(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(sysctls));
    }

    @Test
    void otherRulesAreReadWhereSomethingForwardsOrIsMarked() {
        MarkSigns.of(nftables, KernelState.EMPTY);
        MarkSigns.of(nftables, with(new Sysctl(3, Sysctl.Name.FORWARDING, 0), new Sysctl(3, Sysctl.Name.RP_FILTER, 1)));
        assertThat(nftables.looksAtOthers()).isZero();

        MarkSigns.of(nftables, with(new Sysctl(3, Sysctl.Name.FORWARDING, 1)));
        MarkSigns.of(nftables, with(new Sysctl(3, Sysctl.Name.FORWARDING_V6, 1)));
        MarkSigns.of(nftables, KernelState.EMPTY.withMarks(Optional.of(TABLE)));
        assertThat(nftables.looksAtOthers()).isEqualTo(3);
    }

    @Test
    void whatIsKnownIsTold() {
        MarkUse calico = new MarkUse("nftables ip mangle cali-PREROUTING", 0xffff0000);
        nftables.trouble("it is not there: install it");
        nftables.others(calico);

        assertThat(MarkSigns.of(nftables, KernelState.EMPTY.withMarks(Optional.of(TABLE))))
                .isEqualTo(new Marking(Optional.of("it is not there: install it"), List.of(calico)));
        assertThat(MarkSigns.of(nftables, KernelState.EMPTY).others()).isEmpty();
    }
}
