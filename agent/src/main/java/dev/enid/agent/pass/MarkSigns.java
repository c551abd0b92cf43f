package dev.enid.agent.pass;

import dev.enid.agent.nftables.Nftables;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.snapshot.MarkUse;
import dev.enid.core.snapshot.Marking;
import dev.enid.linux.session.NftablesMarks;
import java.util.Comparator;
import java.util.List;

/** What there is to know of marks on a host: whether nftables can be used, and who else uses which bits. */
final class MarkSigns {

    /** Of a table's and of a chain's name: others may be called anything. */
    private static final int LONGEST_NAME = 64;

    private MarkSigns() {}

    static Marking of(Nftables nftables, KernelState state) {
        return new Marking(nftables.trouble(), concerns(state) ? others(nftables) : List.of());
    }

    /** Where nothing forwards, nothing is marked either, and nobody has to wait until ten thousand rules are read. */
    private static boolean concerns(KernelState state) {
        return state.marks().isPresent() || state.sysctls().stream().anyMatch(MarkSigns::forwards);
    }

    private static boolean forwards(Sysctl sysctl) {
        boolean forwarding = sysctl.name() == Sysctl.Name.FORWARDING || sysctl.name() == Sysctl.Name.FORWARDING_V6;
        return forwarding && sysctl.value() != 0;
    }

    private static List<MarkUse> others(Nftables nftables) {
        return nftables.others().stream()
                .map(each -> new MarkUse(who(each), each.bits()))
                .sorted(Comparator.comparing(MarkUse::who).thenComparingInt(MarkUse::bits))
                .toList();
    }

    private static String who(NftablesMarks marks) {
        return "nftables " + marks.familyName() + " " + plain(marks.table()) + " " + plain(marks.chain());
    }

    private static String plain(String name) {
        String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
        return cut.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
