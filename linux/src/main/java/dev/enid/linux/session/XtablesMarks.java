package dev.enid.linux.session;

import dev.enid.core.ip.Family;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.XtablesSocket;
import dev.enid.linux.wire.DecodeFault;
import dev.enid.linux.wire.XtablesTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bits of marks that the rules of a chain of the old iptables test, set or copy, whose tables are none of nf_tables.
 *
 * @param bits of packets' marks and of connections' marks, in one
 */
public record XtablesMarks(Family family, String table, String chain, int bits) {

    /** The tables that there are: asking for another would make it. Of the calling thread's namespace. */
    private static final Map<Family, Path> NAMES = Map.of(
            Family.V4, Path.of("/proc/thread-self/net/ip_tables_names"),
            Family.V6, Path.of("/proc/thread-self/net/ip6_tables_names"));

    /** Of a reading that somebody else's change came into. */
    private static final int ATTEMPTS = 5;

    /**
     * Of all tables in the calling thread's network namespace; none where the kernel has no iptables of the old kind.
     *
     * @throws LinuxException EPERM without CAP_NET_ADMIN or CAP_NET_RAW
     */
    public static List<XtablesMarks> read() throws LinuxException {
        List<XtablesMarks> all = new ArrayList<>();
        for (Family family : Family.values()) {
            List<String> tables = tables(family);
            if (!tables.isEmpty()) {
                try (XtablesSocket socket = XtablesSocket.open(family)) {
                    for (String table : tables) {
                        marks(socket, family, table)
                                .forEach((chain, bits) -> all.add(new XtablesMarks(family, table, chain, bits)));
                    }
                }
            }
        }
        return all;
    }

    private static List<String> tables(Family family) {
        try {
            return Files.readAllLines(Optional.ofNullable(NAMES.get(family)).orElseThrow(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Map<String, Integer> marks(XtablesSocket socket, Family family, String table) throws LinuxException {
        for (int attempt = 1; ; attempt++) {
            try {
                byte[] info = socket.info(table);
                return XtablesTable.marks(family, info, socket.entries(table, info));
            } catch (LinuxException e) {
                if (e.errno() != Errno.EAGAIN || attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (DecodeFault e) {
                throw new LinuxException(Errno.EBADMSG, "read " + table, Optional.ofNullable(e.getMessage()));
            }
        }
    }
}
