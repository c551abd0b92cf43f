package dev.enid.core.simulate;

import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.reading.Fault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Sysctls below net.ipv4.conf and net.ipv6.conf, with what writing them sets off. */
final class Sysctls {

    private Sysctls() {}

    static Optional<Fault> set(Draft draft, Sysctl sysctl, String doing) {
        if (sysctl.link() != 0 && draft.link(sysctl.link()).isEmpty()) {
            return Refusal.absent(doing);
        }
        write(draft, sysctl);
        boolean reachesAll = switch (sysctl.name()) {
            case FORWARDING, FORWARDING_V6, DISABLE_IPV6 -> sysctl.link() == 0;
            case PROXY_ARP,
                    RP_FILTER,
                    SRC_VALID_MARK,
                    ARP_ANNOUNCE,
                    ARP_IGNORE,
                    ACCEPT_RA,
                    DAD_TRANSMITS,
                    ACCEPT_RA_DEFRTR,
                    ACCEPT_RA_PINFO,
                    PROXY_NDP,
                    ACCEPT_DAD -> false;
        };
        if (reachesAll) {
            for (Link link : List.copyOf(draft.links)) {
                write(draft, new Sysctl(link.index(), sysctl.name(), sysctl.value()));
            }
        }
        return Optional.empty();
    }

    private static void write(Draft draft, Sysctl sysctl) {
        OptionalInt before = draft.sysctl(sysctl.link(), sysctl.name());
        if (before.isEmpty()) {
            draft.sysctls.add(sysctl);
        } else {
            draft.sysctls.replaceAll(each -> each.key().equals(sysctl.key()) ? sysctl : each);
        }
        if (sysctl.name() == Sysctl.Name.DISABLE_IPV6 && sysctl.link() != 0) {
            boolean was = before.orElse(0) != 0;
            if (!was && sysctl.value() != 0) {
                Links.stopV6(draft, sysctl.link());
            } else if (was && sysctl.value() == 0) {
                Links.startV6(draft, sysctl.link());
            }
        }
    }

    /** A new link starts with the values of net.*.conf.default, here those of a kernel that nobody tuned. */
    static void addDefaults(Draft draft, int link) {
        for (Sysctl.Name name : Sysctl.Name.values()) {
            draft.sysctls.add(new Sysctl(link, name, untuned(draft, name)));
        }
    }

    private static int untuned(Draft draft, Sysctl.Name name) {
        return switch (name) {
            case FORWARDING, FORWARDING_V6, DISABLE_IPV6 ->
                draft.sysctl(0, name).orElse(0);
            case ACCEPT_RA, DAD_TRANSMITS, ACCEPT_RA_DEFRTR, ACCEPT_RA_PINFO, ACCEPT_DAD -> 1;
            case PROXY_ARP, RP_FILTER, SRC_VALID_MARK, ARP_ANNOUNCE, ARP_IGNORE, PROXY_NDP -> 0;
        };
    }
}
