package dev.enid.lab.dhcp;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A DHCP message over Ethernet (RFC 2131, section 2), without boot file and server name.
 *
 * @param fromClient whether it is a request (BOOTREQUEST)
 * @param transaction xid, chosen by the client
 * @param broadcast whether the client cannot take a reply to an address that it has not got yet
 * @param client ciaddr: what the client has and answers on; 0.0.0.0 for none
 * @param your yiaddr: what the client is given
 * @param relay giaddr
 * @param hardware the client's MAC address
 * @param options by code, in the order of the packet; those that were split are whole (RFC 3396)
 */
record Message4(
        boolean fromClient,
        int transaction,
        int seconds,
        boolean broadcast,
        Ip client,
        Ip your,
        Ip relay,
        Mac hardware,
        Map<Integer, Octets> options) {

    /** DHCP message types (RFC 2132, section 9.6). */
    static final int DISCOVER = 1;

    static final int OFFER = 2;
    static final int REQUEST = 3;
    static final int DECLINE = 4;
    static final int ACK = 5;
    static final int NAK = 6;
    static final int RELEASE = 7;
    static final int INFORM = 8;

    static final Ip NOWHERE = Ip.v4(0);

    private static final int BOOTREQUEST = 1;
    private static final int BOOTREPLY = 2;
    /** Hardware type 1, and its addresses' length. */
    private static final int ETHERNET = 1;

    private static final int MAC_BYTES = 6;
    private static final int SNAME = 44;
    private static final int FILE = 108;
    private static final int COOKIE = 236;
    private static final int OPTIONS = 240;
    private static final long MAGIC = 0x63825363L;
    private static final int BROADCAST_FLAG = 0x8000;
    /** RFC 1542, 2.1: some clients take nothing shorter than a BOOTP message. */
    private static final int SHORTEST = 300;

    private static final int LONGEST_OPTION = 255;

    Message4 {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    Optional<Octets> option(int code) {
        return Optional.ofNullable(options.get(code));
    }

    /** An option that is one IPv4 address. */
    Optional<Ip> address(int code) {
        return option(code).filter(value -> value.length() == 4).map(value -> value.ipAt(0, 4));
    }

    /** The type of the message; 0 for BOOTP, which has none. */
    int type() {
        return option(Option4.MESSAGE_TYPE)
                .filter(value -> value.length() == 1)
                .map(value -> value.u8At(0))
                .orElse(0);
    }

    static Message4 decode(byte[] bytes) throws MalformedPacket {
        if (bytes.length < OPTIONS) {
            throw new MalformedPacket("a DHCP message of " + bytes.length + " bytes");
        }
        Octets all = Octets.of(bytes);
        int operation = all.u8At(0);
        if (operation != BOOTREQUEST && operation != BOOTREPLY) {
            throw new MalformedPacket("operation " + operation);
        }
        if (all.u8At(1) != ETHERNET || all.u8At(2) != MAC_BYTES) {
            throw new MalformedPacket("hardware type " + all.u8At(1) + " with addresses of " + all.u8At(2) + " bytes");
        }
        if (all.u32At(COOKIE) != MAGIC) {
            throw new MalformedPacket("no magic cookie");
        }
        Map<Integer, Octets> options = new LinkedHashMap<>();
        read(all.slice(OPTIONS, bytes.length), options);
        Octets overload = options.remove(Option4.OVERLOAD);
        if (overload != null) {
            int fields = overload.length() == 1 ? overload.u8At(0) : 0;
            if ((fields & 1) != 0) {
                read(all.slice(FILE, COOKIE), options);
            }
            if ((fields & 2) != 0) {
                read(all.slice(SNAME, FILE), options);
            }
        }
        return new Message4(
                operation == BOOTREQUEST,
                (int) all.u32At(4),
                all.u16At(8),
                (all.u16At(10) & BROADCAST_FLAG) != 0,
                all.ipAt(12, 4),
                all.ipAt(16, 4),
                all.ipAt(24, 4),
                Mac.ofBytes(Arrays.copyOfRange(bytes, 28, 28 + MAC_BYTES)),
                options);
    }

    private static void read(Octets field, Map<Integer, Octets> into) throws MalformedPacket {
        int at = 0;
        while (at < field.length()) {
            int code = field.u8At(at);
            if (code == Option4.END) {
                return;
            }
            if (code == Option4.PAD) {
                at++;
                continue;
            }
            int from = at + 2;
            int to = from <= field.length() ? from + field.u8At(at + 1) : from;
            if (to > field.length()) {
                throw new MalformedPacket("option " + code + " ends after the message");
            }
            into.merge(code, field.slice(from, to), Octets::plus);
            at = to;
        }
    }

    byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(SHORTEST);
        put(out, Octets.u8(fromClient ? BOOTREQUEST : BOOTREPLY));
        put(out, Octets.u8(ETHERNET));
        put(out, Octets.u8(MAC_BYTES));
        put(out, Octets.u8(0));
        put(out, Octets.u32(transaction));
        put(out, Octets.u16(seconds));
        put(out, Octets.u16(broadcast ? BROADCAST_FLAG : 0));
        for (Ip ip : new Ip[] {client, your, NOWHERE, relay}) {
            put(out, Octets.of(ip));
        }
        put(out, Octets.of(hardware.toBytes()));
        out.writeBytes(new byte[COOKIE - out.size()]);
        put(out, Octets.u32(MAGIC));
        options.forEach((code, value) -> option(out, code, value));
        out.write(Option4.END);
        out.writeBytes(new byte[Math.max(0, SHORTEST - out.size())]);
        return out.toByteArray();
    }

    /** What is too long for one is continued in another of the same code (RFC 3396). */
    private static void option(ByteArrayOutputStream out, int code, Octets value) {
        int from = 0;
        do {
            int to = Math.min(value.length(), from + LONGEST_OPTION);
            out.write(code);
            out.write(to - from);
            put(out, value.slice(from, to));
            from = to;
        } while (from < value.length());
    }

    private static void put(ByteArrayOutputStream out, Octets octets) {
        out.writeBytes(octets.toArray());
    }

    /** Whether that address is one at all. */
    static boolean given(Ip ip) {
        return ip.family() == Family.V4 && !ip.isUnspecified();
    }
}
