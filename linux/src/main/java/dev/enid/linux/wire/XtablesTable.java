package dev.enid.linux.wire;

import dev.enid.core.ip.Family;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which bits of marks a table of the old iptables uses: struct ipt_getinfo and the entries behind each other, each struct ipt_entry or
 * ip6t_entry with its matches and its target (linux/netfilter/x_tables.h), in the machine's byte order.
 */
public final class XtablesTable {

    /** By NF_INET_*: the chains that packets come to by themselves. */
    private static final List<String> HOOKS = List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");

    private static final int VALID_HOOKS_AT = 32;
    private static final int HOOK_ENTRIES_AT = 36;
    private static final int INFO_BYTES = 84;

    /** Within an entry: where the target's offset stands, where the matches begin. */
    private static final int TARGET_AT_V4 = 88;

    private static final int MATCHES_AT_V4 = 112;
    private static final int TARGET_AT_V6 = 140;
    private static final int MATCHES_AT_V6 = 168;

    /** Struct xt_entry_match and xt_entry_target: u16 size with all of it, name, u8 revision. */
    private static final int PART_BYTES = 32;

    private static final int NAME_AT = 2;
    private static final int REVISION_AT = 31;

    /** The target that begins a chain of somebody's own, and has its name. */
    private static final String CHAIN_HEAD = "ERROR";

    private final int targetAt;
    private final int matchesAt;
    private final byte[] bytes;
    private final Map<Integer, String> begins = new HashMap<>();
    private final Map<String, Integer> bits = new LinkedHashMap<>();
    private String chain = "";

    private XtablesTable(Family family, byte[] bytes) {
        this.targetAt = family == Family.V4 ? TARGET_AT_V4 : TARGET_AT_V6;
        this.matchesAt = family == Family.V4 ? MATCHES_AT_V4 : MATCHES_AT_V6;
        this.bytes = bytes;
    }

    /** The bits by the name of the chain, for chains that use any. */
    public static Map<String, Integer> marks(Family family, byte[] info, byte[] entries) throws DecodeFault {
        if (info.length < INFO_BYTES) {
            throw new DecodeFault("a table's description of " + info.length + " bytes");
        }
        XtablesTable table = new XtablesTable(family, entries);
        for (int hook = 0; hook < HOOKS.size(); hook++) {
            if ((Bytes.u32(info, VALID_HOOKS_AT) & 1 << hook) != 0) {
                table.begins.put(Bytes.u32(info, HOOK_ENTRIES_AT + hook * Integer.BYTES), HOOKS.get(hook));
            }
        }
        table.read();
        return table.bits;
    }

    private void read() throws DecodeFault {
        int at = 0;
        while (at < bytes.length) {
            int left = bytes.length - at;
            check(left >= matchesAt, "entry", at);
            int target = Bytes.u16(bytes, at + targetAt);
            int next = Bytes.u16(bytes, at + targetAt + 2);
            check(target >= matchesAt && target <= next - PART_BYTES && next <= left, "entry", at);
            chain = begins.getOrDefault(at, chain);
            for (int match = at + matchesAt; match < at + target; ) {
                match += part(match, at + target);
            }
            part(at + target, at + next);
            at += next;
        }
    }

    /** A match or a target; how long it is. */
    private int part(int at, int end) throws DecodeFault {
        check(end - at >= PART_BYTES, "part", at);
        int length = Bytes.u16(bytes, at);
        check(length >= PART_BYTES && length <= end - at, "part", at);
        String name = text(at + NAME_AT, at + REVISION_AT);
        if (name.equals(CHAIN_HEAD)) {
            chain = text(at + PART_BYTES, at + length);
        }
        byte[] info = Arrays.copyOfRange(bytes, at + PART_BYTES, at + length);
        int used = XtablesMarks.bits(name, Bytes.u8(bytes, at + REVISION_AT), info);
        if (used != 0) {
            bits.merge(chain, used, (one, other) -> one | other);
        }
        return length;
    }

    private String text(int from, int to) {
        int end = from;
        while (end < to && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static void check(boolean well, String what, int at) throws DecodeFault {
        if (!well) {
            throw new DecodeFault("an " + what + " of iptables at " + at + " is malformed");
        }
    }
}
