package dev.enid.linux.wire;

/**
 * Matches and targets of iptables that have to do with marks: the structures of linux/netfilter/xt_*.h, in the machine's byte order.
 * In nf_tables, iptables-nft has them as expressions.
 */
final class XtablesMarks {

    private static final int NAME = 1;
    private static final int REVISION = 2;
    private static final int INFO = 3;

    private static final int ALL = 0xffffffff;

    private XtablesMarks() {}

    /** The bits that it tests, sets or copies. */
    static int bits(Attributes data) {
        return bits(
                data.text(NAME).orElse(""),
                data.big32(REVISION, 0),
                data.value(INFO).orElse(new byte[0]));
    }

    /** The same, of the structure by itself. */
    static int bits(String name, int revision, byte[] info) {
        return switch (name) {
            // struct xt_mark_mtinfo1, xt_connmark_mtinfo1: mark, mask.
            case "mark", "connmark" -> word(info, 1);
            // struct xt_mark_tginfo2: mark, mask; struct xt_tproxy_target_info: mask, mark.
            case "MARK", "TPROXY" -> word(info, 0) | word(info, 1);
            case "CONNMARK" -> connmark(revision, info);
            default -> 0;
        };
    }

    /**
     * Struct xt_connmark_tginfo1: ctmark, ctmask, nfmask, u8 mode; xt_connmark_tginfo2 has two bytes before the mode, which tell
     * of a shift.
     */
    private static int connmark(int revision, byte[] info) {
        boolean shifts = revision >= 2;
        int mode = shifts ? 14 : 12;
        if (revision > 2 || info.length <= mode || (shifts && info[13] != 0)) {
            return ALL;
        }
        return switch (info[mode]) {
            // XT_CONNMARK_SET; the others are SAVE and RESTORE.
            case 0 -> word(info, 0) | word(info, 1);
            default -> word(info, 1) | word(info, 2);
        };
    }

    /** Where a structure is of another length than known, all bits. */
    private static int word(byte[] info, int number) {
        int at = number * Integer.BYTES;
        return info.length >= at + Integer.BYTES ? Bytes.u32(info, at) : ALL;
    }
}
