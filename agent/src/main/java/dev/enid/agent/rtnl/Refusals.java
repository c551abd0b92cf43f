package dev.enid.agent.rtnl;

import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.LinkNames;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.reading.Fault;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** What an errno means for a change, and what a person can do about it. */
final class Refusals {

    private static final Map<Errno, Fault.Kind> KINDS = kinds();

    private Refusals() {}

    /** Whether the same request is worth another try at once. */
    static boolean isBusy(Errno errno) {
        return kind(errno) == Fault.Kind.BUSY;
    }

    static Fault.Kind kind(Errno errno) {
        return KINDS.getOrDefault(errno, Fault.Kind.REFUSED);
    }

    private static Map<Errno, Fault.Kind> kinds() {
        Map<Errno, Fault.Kind> kinds = new EnumMap<>(Errno.class);
        for (Errno errno : EnumSet.of(Errno.EPERM, Errno.EACCES, Errno.EROFS)) {
            kinds.put(errno, Fault.Kind.NOT_PERMITTED);
        }
        // ENETDOWN: the link was set down meanwhile.
        for (Errno errno :
                EnumSet.of(Errno.ENODEV, Errno.ESRCH, Errno.ENOENT, Errno.EADDRNOTAVAIL, Errno.ENXIO, Errno.ENETDOWN)) {
            kinds.put(errno, Fault.Kind.GONE);
        }
        for (Errno errno : EnumSet.of(Errno.EBUSY, Errno.ENOBUFS, Errno.EAGAIN, Errno.EINTR, Errno.ENOMEM)) {
            kinds.put(errno, Fault.Kind.BUSY);
        }
        for (Errno errno : EnumSet.of(Errno.EBADMSG, Errno.EPROTO, Errno.EMSGSIZE)) {
            kinds.put(errno, Fault.Kind.MALFORMED);
        }
        kinds.put(Errno.EEXIST, Fault.Kind.EXISTS);
        kinds.put(Errno.ETIMEDOUT, Fault.Kind.UNREACHABLE);
        return kinds;
    }

    /** A reading that failed. */
    static Fault reading(String what, LinuxException why) {
        return new Fault(kind(why.errno()), "reading " + what, words(why) + advice(why.errno()));
    }

    static Fault change(Change change, LinkNames names, LinuxException why) {
        KernelObject object = change.step().object();
        if (why.errno() == Errno.EACCES
                && object instanceof Address address
                && address.ip().family() == Family.V6) {
            return new Fault(
                    Fault.Kind.REFUSED,
                    doing(change, names),
                    "IPv6 is switched off there: net.ipv6.conf." + names.name(address.link()) + ".disable_ipv6 is 1");
        }
        String sysctls = object instanceof Sysctl && kind(why.errno()) == Fault.Kind.NOT_PERMITTED
                ? "; /proc/sys has to be writable here"
                : "";
        return new Fault(kind(why.errno()), doing(change, names), words(why) + sysctls + advice(why.errno()));
    }

    static Fault fault(Change change, LinkNames names, Fault.Kind kind, String detail) {
        return new Fault(kind, doing(change, names), detail);
    }

    /** {@code adding rule 10001: from 10.0.2.20 lookup 10001}. */
    static String doing(Change change, LinkNames names) {
        String verb = switch (change.step()) {
            case KernelStep.Put _ -> "adding ";
            case KernelStep.Replace _ -> "setting ";
            case KernelStep.Drop _ -> "removing ";
        };
        return verb + change.step().object().toIproute2(names);
    }

    private static String words(LinuxException why) {
        return why.errno().words() + " (" + why.errno() + ")"
                + why.kernelMessage().map(words -> ": " + words).orElse("");
    }

    private static String advice(Errno errno) {
        return kind(errno) == Fault.Kind.NOT_PERMITTED
                ? "; run as root, or with CAP_NET_ADMIN in this network namespace"
                : "";
    }
}
