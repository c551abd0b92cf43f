package dev.enid.linux.wire;

/**
 * What every message of netfilter begins with: struct nfgenmsg of linux/netfilter/nfnetlink.h.
 *
 * @param family NFPROTO_*
 * @param resource of nf_tables the lower half of the generation, or 0
 */
public record NetfilterHeader(int family, int version, int resource) {

    static final int BYTES = 4;

    static NetfilterHeader decode(byte[] bytes, int from, int to) throws DecodeFault {
        if (to - from < BYTES) {
            throw new DecodeFault("a message of netfilter of " + (to - from) + " bytes");
        }
        return new NetfilterHeader(
                Bytes.u8(bytes, from),
                Bytes.u8(bytes, from + 1),
                Bytes.u8(bytes, from + 2) << 8 | Bytes.u8(bytes, from + 3));
    }

    void encode(Encoder out) {
        out.u8(family).u8(version).u8(resource >>> 8).u8(resource);
    }
}
