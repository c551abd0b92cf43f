package dev.enid.agent.nftables;

import dev.enid.core.ip.Family;
import dev.enid.core.snapshot.MarkUse;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.NftablesMarks;
import dev.enid.linux.session.NftablesSession;
import dev.enid.linux.session.XtablesMarks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** What others' rules do with marks: read when it may have changed, and not all the time. */
final class OtherMarks {

    /** Looking takes this part of the time at most. */
    private static final int SHARE = 50;

    /** The old iptables tells nobody that it has changed. */
    private static final Duration OLD = Duration.ofMinutes(1);

    /** Of a table's and of a chain's name: others may be called anything. */
    private static final int LONGEST_NAME = 64;

    private final Source source;
    private final Place place;
    private final KernelModule module;
    private final LongSupplier nanos;
    private List<MarkUse> ofNftables = List.of();
    private List<MarkUse> ofIptables = List.of();
    private OptionalInt generation = OptionalInt.empty();
    private long notBefore;
    private long oldAt;

    /** Where nf_tables is asked. */
    @FunctionalInterface
    interface Source {
        NftablesSession session() throws LinuxException;
    }

    OtherMarks(Source source, Place place, KernelModule module, LongSupplier nanos) {
        this.source = source;
        this.place = place;
        this.module = module;
        this.nanos = nanos;
        notBefore = nanos.getAsLong();
        oldAt = notBefore;
    }

    /** As far as it is known. Nothing rests on it but a finding: where it cannot be read, what was read before stands. */
    List<MarkUse> now() {
        long start = nanos.getAsLong();
        if (start - notBefore >= 0) {
            try {
                if (module.mayBeThere()) {
                    lookAtNftables();
                }
                if (start - oldAt >= 0) {
                    oldAt = start + OLD.toNanos();
                    ofIptables = place.<List<XtablesMarks>, LinuxException>call(XtablesMarks::read).stream()
                            .map(each -> new MarkUse(who(each), each.bits()))
                            .toList();
                }
            } catch (LinuxException e) {
                // What there is to say of it, reading our own table says.
            }
            long end = nanos.getAsLong();
            notBefore = end + (end - start) * SHARE;
        }
        List<MarkUse> all = new ArrayList<>(ofNftables);
        all.addAll(ofIptables);
        all.sort(Comparator.comparing(MarkUse::who).thenComparingInt(MarkUse::bits));
        return all;
    }

    private void lookAtNftables() throws LinuxException {
        NftablesSession session = source.session();
        OptionalInt now = OptionalInt.of(session.generation());
        if (!now.equals(generation)) {
            ofNftables = session.marks(Nftables.TABLE).stream()
                    .map(each -> new MarkUse(who(each), each.bits()))
                    .toList();
            generation = now;
        }
    }

    static String who(NftablesMarks marks) {
        return "nftables " + marks.familyName() + " " + plain(marks.table()) + " " + plain(marks.chain());
    }

    private static String who(XtablesMarks marks) {
        return (marks.family() == Family.V4 ? "iptables-legacy " : "ip6tables-legacy ") + plain(marks.table()) + " "
                + plain(marks.chain());
    }

    private static String plain(String name) {
        String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
        return cut.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
