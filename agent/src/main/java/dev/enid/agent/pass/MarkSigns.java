package dev.enid.agent.pass;

import dev.enid.agent.nftables.Nftables;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.snapshot.Marking;
import java.util.List;

/** What there is to know of marks on a host: whether nftables can be used, and who else uses which bits. */
final class MarkSigns {

    private MarkSigns() {}

    static Marking of(Nftables nftables, KernelState state) {
        return new Marking(nftables.trouble(), concerns(state) ? nftables.others() : List.of());
    }

    /** Where nothing forwards, nothing is marked either, and nobody has to wait until ten thousand rules are read. */
    private static boolean concerns(KernelState state) {
        return state.marks().isPresent() || state.sysctls().stream().anyMatch(MarkSigns::forwards);
    }

    private static boolean forwards(Sysctl sysctl) {
        boolean forwarding = sysctl.name() == Sysctl.Name.FORWARDING || sysctl.name() == Sysctl.Name.FORWARDING_V6;
        return forwarding && sysctl.value() != 0;
    }
}
