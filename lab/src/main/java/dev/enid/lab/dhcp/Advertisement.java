package dev.enid.lab.dhcp;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Mac;

/**
 * A router advertisement (RFC 4861, section 4.2) as the VPC's router sends it: it is the default router, the subnet is on the
 * link, and addresses come by DHCPv6 alone (M set, A clear).
 */
record Advertisement(Mac router, Cidr subnet) {

    static final int TYPE = 134;
    static final int SOLICITATION = 133;

    /** Of the router, and of the prefix as being on the link: seconds. EC2's hosts show 1800. */
    private static final int LIFETIME = 1800;

    private static final int HOP_LIMIT = 255;
    private static final int MANAGED = 0x80;
    /** Source link-layer address: type 1, one unit of 8 bytes. */
    private static final int SOURCE_MAC = 0x0101;
    /** Prefix information: type 3, four units; L is the first of its flags. */
    private static final int PREFIX = 0x0304;

    private static final int ON_LINK = 0x80;
    private static final int SHORTEST_SOLICITATION = 8;

    /** The kernel fills the checksum in. */
    byte[] encode() {
        return Octets.u8(TYPE)
                .plus(Octets.u8(0))
                .plus(Octets.u16(0))
                .plus(Octets.u8(HOP_LIMIT))
                .plus(Octets.u8(MANAGED))
                .plus(Octets.u16(LIFETIME))
                // Reachable time and retransmission timer are the host's own.
                .plus(Octets.u32(0))
                .plus(Octets.u32(0))
                .plus(Octets.u16(SOURCE_MAC))
                .plus(Octets.of(router.toBytes()))
                .plus(Octets.u16(PREFIX))
                .plus(Octets.u8(subnet.prefixLength()))
                .plus(Octets.u8(ON_LINK))
                .plus(Octets.u32(LIFETIME))
                .plus(Octets.u32(LIFETIME))
                .plus(Octets.u32(0))
                .plus(Octets.of(subnet.ip()))
                .toArray();
    }

    /** Whether these bytes ask for one (RFC 4861, section 6.1.1): options of no length make it invalid. */
    static void checkSolicitation(byte[] bytes) throws MalformedPacket {
        if (bytes.length < SHORTEST_SOLICITATION || bytes[0] != (byte) SOLICITATION || bytes[1] != 0) {
            throw new MalformedPacket("no router solicitation");
        }
        int at = SHORTEST_SOLICITATION;
        while (at < bytes.length) {
            int length = at + 1 < bytes.length ? 8 * (bytes[at + 1] & 0xff) : 0;
            if (length == 0 || at + length > bytes.length) {
                throw new MalformedPacket("an option ends after the solicitation");
            }
            at += length;
        }
    }
}
