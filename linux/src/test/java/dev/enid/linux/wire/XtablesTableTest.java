package dev.enid.linux.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Family;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class XtablesTableTest {

    private static final int HEADER_BYTES = 40;
    private static final List<Capture> CAPTURED = Capture.in("xtables.txt");

    private static byte[] info(Capture capture) {
        return HexFormat.of().parseHex(capture.fromKernel().getFirst());
    }

    private static byte[] entries(Capture capture) {
        byte[] all = HexFormat.of().parseHex(capture.fromKernel().getLast());
        return Arrays.copyOfRange(all, HEADER_BYTES, all.length);
    }

    private static Map<String, Integer> marks(Family family, Capture capture) throws DecodeFault {
        return XtablesTable.marks(family, info(capture), entries(capture));
    }

    @Test
    void everyChainTellsWhichBitsItsRulesUse() throws DecodeFault {
        assertThat(CAPTURED)
                .extracting(Capture::command)
                .containsExactly("iptables-legacy -t mangle -S", "ip6tables-legacy -t filter -S");
        assertThat(marks(Family.V4, CAPTURED.getFirst()))
                .containsExactlyInAnyOrderEntriesOf(Map.of("PREROUTING", 0x80, "own", 0xc300));
        assertThat(marks(Family.V6, CAPTURED.getLast())).containsExactlyInAnyOrderEntriesOf(Map.of("FORWARD", 0x2000));
    }

    @Property(tries = 5000)
    void entriesWithWrongBytesAreReadOrRefused(@ForAll Random random) {
        Capture capture = CAPTURED.get(random.nextInt(CAPTURED.size()));
        byte[] info = info(capture);
        byte[] entries = entries(capture);
        for (int changes = random.nextInt(8); changes >= 0; changes--) {
            entries[random.nextInt(entries.length)] = (byte) random.nextInt(256);
        }
        byte[] cut = Arrays.copyOf(entries, random.nextInt(entries.length + 1));
        for (Family family : Family.values()) {
            try {
                assertThat(XtablesTable.marks(family, info, cut)).isNotNull();
            } catch (DecodeFault fault) {
                assertThat(fault).hasMessageMatching("(?s).+");
            }
        }
    }
}
