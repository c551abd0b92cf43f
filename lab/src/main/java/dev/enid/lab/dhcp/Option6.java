package dev.enid.lab.dhcp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * An option of DHCPv6 (RFC 8415, section 21), of which some hold options themselves.
 *
 * @param code of the list below, or any other
 */
record Option6(int code, Octets value) {

    static final int CLIENT = 1;
    static final int SERVER = 2;
    static final int IA_NA = 3;
    static final int IA_TA = 4;
    static final int ADDRESS = 5;
    static final int STATUS = 13;
    static final int RAPID_COMMIT = 14;
    /** RFC 3646. */
    static final int DNS = 23;

    static final int DOMAINS = 24;
    static final int IA_PD = 25;
    static final int PREFIX = 26;

    private static final int HEAD = 4;

    static List<Option6> decode(Octets field) throws MalformedPacket {
        List<Option6> options = new ArrayList<>();
        int at = 0;
        while (at < field.length()) {
            int from = at + HEAD;
            int to = from <= field.length() ? from + field.u16At(at + 2) : from;
            if (to > field.length()) {
                throw new MalformedPacket("an option ends after what it is in");
            }
            options.add(new Option6(field.u16At(at), field.slice(from, to)));
            at = to;
        }
        return options;
    }

    static Octets encode(List<Option6> options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Option6 option : options) {
            out.writeBytes(Octets.u16(option.code).toArray());
            out.writeBytes(Octets.u16(option.value.length()).toArray());
            out.writeBytes(option.value.toArray());
        }
        return Octets.of(out.toByteArray());
    }
}
