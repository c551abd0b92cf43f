package dev.enid.lab.dhcp;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import java.util.ArrayList;
import java.util.List;

/**
 * An identity association: what the client holds under a number of its choice (RFC 8415, sections 21.4, 21.5 and 21.21).
 *
 * @param code whether it is of addresses (IA_NA, or IA_TA, which are short-lived) or of prefixes (IA_PD)
 * @param held what the client says that it holds, or would like: addresses as /128
 */
record Association(int code, long id, List<Cidr> held) {

    /**
     * As the VPC User Guide says ("DHCP option set concepts"), and as addresses of EC2 instances show: preferred for 140 seconds,
     * valid for 450.
     */
    static final int PREFERRED = 140;

    static final int VALID = 450;
    /** Half and four fifths of the preferred time (RFC 8415, section 21.4). */
    private static final int RENEW = PREFERRED / 2;

    private static final int REBIND = PREFERRED * 4 / 5;

    /** Status codes (RFC 8415, section 21.13). */
    static final int SUCCESS = 0;

    static final int NO_ADDRESSES = 2;
    static final int NOT_ON_LINK = 4;
    static final int NO_PREFIXES = 6;

    private static final int ADDRESS_BYTES = 24;
    private static final int PREFIX_BYTES = 25;

    Association {
        held = List.copyOf(held);
    }

    static Association decode(Option6 option) throws MalformedPacket {
        Octets value = option.value();
        // IA_TA has no times.
        int head = option.code() == Option6.IA_TA ? 4 : 12;
        if (value.length() < head) {
            throw new MalformedPacket("an identity association of " + value.length() + " bytes");
        }
        List<Cidr> held = new ArrayList<>();
        for (Option6 each : Option6.decode(value.slice(head, value.length()))) {
            if (each.code() == Option6.ADDRESS) {
                held.add(address(each.value()));
            } else if (each.code() == Option6.PREFIX) {
                held.add(prefix(each.value()));
            }
        }
        return new Association(option.code(), value.u32At(0), held);
    }

    private static Cidr address(Octets value) throws MalformedPacket {
        if (value.length() < ADDRESS_BYTES) {
            throw new MalformedPacket("an address option of " + value.length() + " bytes");
        }
        return value.ipAt(0, 16).toCidr();
    }

    private static Cidr prefix(Octets value) throws MalformedPacket {
        if (value.length() < PREFIX_BYTES || value.u8At(8) > 128) {
            throw new MalformedPacket("a prefix option that holds no prefix");
        }
        return Cidr.of(value.ipAt(9, 16), value.u8At(8));
    }

    /** The answer: what the client has from now on, and with no time left what it has no more. */
    Option6 granted(List<Cidr> owned) {
        List<Option6> inside = new ArrayList<>();
        owned.forEach(each -> inside.add(entry(each, PREFERRED, VALID)));
        held.stream().filter(each -> !owned.contains(each)).forEach(each -> inside.add(entry(each, 0, 0)));
        if (owned.isEmpty()) {
            inside.add(status(code == Option6.IA_PD ? NO_PREFIXES : NO_ADDRESSES, "the network interface has none"));
        }
        return whole(RENEW, REBIND, inside);
    }

    private Option6 whole(int renew, int rebind, List<Option6> inside) {
        Octets head = Octets.u32(id);
        Octets times = code == Option6.IA_TA ? Octets.NONE : Octets.u32(renew).plus(Octets.u32(rebind));
        return new Option6(code, head.plus(times).plus(Option6.encode(inside)));
    }

    private static Option6 entry(Cidr owned, int preferred, int valid) {
        Octets times = Octets.u32(preferred).plus(Octets.u32(valid));
        Ip ip = owned.ip();
        return owned.isHost()
                ? new Option6(Option6.ADDRESS, Octets.of(ip).plus(times))
                : new Option6(
                        Option6.PREFIX,
                        times.plus(Octets.u8(owned.prefixLength())).plus(Octets.of(ip)));
    }

    static Option6 status(int code, String why) {
        return new Option6(Option6.STATUS, Octets.u16(code).plus(Octets.ascii(why)));
    }
}
