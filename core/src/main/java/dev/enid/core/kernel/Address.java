package dev.enid.core.kernel;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address on a link.
 *
 * @param prefixLength in bits
 * @param peer the other end of a point-to-point link, where one is set
 * @param flags IFA_F_* of linux/if_addr.h
 * @param scope RT_SCOPE_* of linux/rtnetlink.h
 * @param protocol IFA_PROTO (Linux 5.18), 0 where unset or unknown to the kernel
 */
public record Address(int link, Ip ip, int prefixLength, Optional<Ip> peer, int flags, int scope, int protocol)
        implements KernelObject {

    /** IFA_F_SECONDARY; the same bit is IFA_F_TEMPORARY for IPv6. */
    public static final int SECONDARY = 0x01;
    /** IFA_F_NODAD: usable at once, no duplicate address detection. */
    public static final int NODAD = 0x02;
    /** IFA_F_DADFAILED. */
    public static final int DADFAILED = 0x08;
    /** IFA_F_DEPRECATED: not chosen as a source. */
    public static final int DEPRECATED = 0x20;
    /** IFA_F_TENTATIVE: not usable until duplicate address detection is through. */
    public static final int TENTATIVE = 0x40;
    /** IFA_F_PERMANENT: without a lifetime, so nobody renews it. */
    public static final int PERMANENT = 0x80;
    /** IFA_F_NOPREFIXROUTE: the kernel makes no route for the prefix. */
    public static final int NOPREFIXROUTE = 0x200;

    /** An address of global scope. */
    public static Address of(int link, Ip ip, int prefixLength, int flags, int protocol) {
        return new Address(link, ip, prefixLength, Optional.empty(), flags, Route.SCOPE_UNIVERSE, protocol);
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** IPv4 tells two prefix lengths of one address apart, IPv6 does not. */
    @Override
    public Id key() {
        return new Id(link, ip, ip.family() == Family.V4 ? prefixLength : 0);
    }

    @Override
    public String toIproute2(LinkNames names) {
        StringBuilder text = new StringBuilder("address ").append(ip);
        peer.filter(other -> !other.equals(ip))
                .ifPresent(other -> text.append(" peer ").append(other));
        text.append('/').append(prefixLength).append(" dev ").append(names.name(link));
        if (has(NOPREFIXROUTE)) {
            text.append(" noprefixroute");
        }
        if (has(NODAD)) {
            text.append(" nodad");
        }
        return text.toString();
    }

    /** What tells most addresses apart, written out: the daemon hashes each of thousands in a pass. */
    @Override
    public int hashCode() {
        return 31 * link + ip.hashCode();
    }

    /** An address's identity. */
    public record Id(int link, Ip ip, int prefixLength) implements Key {
        @Override
        public int hashCode() {
            return 31 * link + ip.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Id id && link == id.link && prefixLength == id.prefixLength && ip.equals(id.ip);
        }
    }
}
