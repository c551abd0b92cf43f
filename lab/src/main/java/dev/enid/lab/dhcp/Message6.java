package dev.enid.lab.dhcp;

import java.util.List;
import java.util.Optional;

/**
 * A message between client and server (RFC 8415, section 8); those of relays have another form and are none.
 *
 * @param transaction 24 bits, chosen by the client
 */
record Message6(int type, int transaction, List<Option6> options) {

    static final int SOLICIT = 1;
    static final int ADVERTISE = 2;
    static final int REQUEST = 3;
    static final int CONFIRM = 4;
    static final int RENEW = 5;
    static final int REBIND = 6;
    static final int REPLY = 7;
    static final int RELEASE = 8;
    static final int DECLINE = 9;
    static final int INFORMATION_REQUEST = 11;

    private static final int RELAY_FORWARD = 12;
    private static final int HEAD = 4;

    Message6 {
        options = List.copyOf(options);
    }

    Optional<Octets> option(int code) {
        return options.stream()
                .filter(each -> each.code() == code)
                .map(Option6::value)
                .findFirst();
    }

    boolean has(int code) {
        return option(code).isPresent();
    }

    static Message6 decode(byte[] bytes) throws MalformedPacket {
        if (bytes.length < HEAD) {
            throw new MalformedPacket("a DHCPv6 message of " + bytes.length + " bytes");
        }
        Octets all = Octets.of(bytes);
        int type = all.u8At(0);
        if (type == 0 || type >= RELAY_FORWARD) {
            throw new MalformedPacket("message type " + type);
        }
        return new Message6(type, (int) (all.u32At(0) & 0xff_ffff), Option6.decode(all.slice(HEAD, bytes.length)));
    }

    byte[] encode() {
        return Octets.u32((long) type << 24 | transaction)
                .plus(Option6.encode(options))
                .toArray();
    }
}
