package dev.enid.linux.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConntrackCaptureTest {

    private static final String BY_BIT = "conntrack -L --mark 0x1000000/0x1000000";
    private static final String TCP = "--protonum 6 --src 198.51.100.%s --dst 172.17.0.2 --sport 55656 --dport 80%s";

    private static Map<String, ConntrackMessage> listed(String command) {
        return Capture.of(command).answers(ConntrackMessage.class).stream()
                .collect(Collectors.toMap(ConntrackMessage::toConntrack, Function.identity()));
    }

    private static String text(ConntrackMessage message) {
        return message.attributes().toString();
    }

    @Test
    void aConnectionTellsItsFirstPacketItsZoneAndItsMark() {
        assertThat(listed(BY_BIT))
                .containsOnlyKeys(
                        TCP.formatted("10", " --mark 0x1000010/0xffffffff"),
                        TCP.formatted("11", " --zone 5 --mark 0x3000000/0xffffffff"),
                        TCP.formatted("12", " --mark 0x3000000/0xffffffff"),
                        TCP.formatted("13", " --mark 0x3000000/0xffffffff"),
                        "--protonum 1 --src 198.51.100.10 --dst 172.17.0.2 --mark 0x1000000/0xffffffff",
                        "--protonum 17 --src 2001:db8:ffff::10 --dst fd00:d0c::2 --sport 40000 --dport 53"
                                + " --mark 0x1000000/0xffffffff");
    }

    @Test
    void whatHasABitIsAskedForAsConntrackAsks() {
        for (int bit : List.of(0x1000000, 0x40000000)) {
            String command = String.format("conntrack -L --mark 0x%x/0x%x", bit, bit);
            ConntrackRequest ours = ConntrackRequest.marked(bit);
            Envelope theirs = Capture.decoded(HexFormat.of()
                            .parseHex(Capture.of(command).toKernel().getFirst()))
                    .getFirst();
            assertThat(ours.message()).isEqualTo(theirs.message());
            Encoder out = new Encoder();
            ours.encode(out, theirs.sequence(), false);
            assertThat(Capture.decoded(out.toArray()).getFirst().type()).isEqualTo(theirs.type());
            assertThat(ours.words()).isEqualTo(command.replace("-L", "--dump"));
        }
    }

    /** conntrack writes what the whole mark shall be, and the protocol's state with it; enid leaves that to the kernel. */
    @Test
    void aMarkIsChangedAsConntrackChangesIt() {
        Capture change = Capture.of("conntrack -U -p tcp --src 198.51.100.10 --mark 0x0/0x7f000000");
        Envelope theirs = change.toKernel().stream()
                .flatMap(hex -> Capture.decoded(HexFormat.of().parseHex(hex)).stream())
                .filter(envelope -> envelope.type() == 0x100)
                .findFirst()
                .orElseThrow();
        ConntrackMessage connection = connection(TCP.formatted("10", " --mark 0x1000010/0xffffffff"));
        ConntrackRequest ours = ConntrackRequest.unmark(connection, 0x7f000000);

        assertThat(ours.words()).isEqualTo("conntrack --update " + TCP.formatted("10", " --mark 0x0/0x7f000000"));
        Encoder out = new Encoder();
        ours.encode(out, 1, true);
        Envelope sent = Capture.decoded(out.toArray()).getFirst();
        assertThat(sent.type()).isEqualTo(theirs.type());
        assertThat(sent.flags()).isEqualTo(theirs.flags());
        assertThat(ours.message().header()).isEqualTo(connection.header());
        String firstPacket = text((ConntrackMessage) theirs.message()).replaceAll(" .*", "");
        assertThat(text(ours.message())).isEqualTo(firstPacket + " 8:00000000 21:7f000000");
    }

    /** A zone of the first direction stands within the first packet's looks, and goes along with them. */
    @Test
    void aConnectionInAZoneIsCalledByIt() {
        assertThat(text(unmarked(TCP.formatted("11", " --zone 5 --mark 0x3000000/0xffffffff"))))
                .contains(" 18:0005 ");
        assertThat(text(unmarked(TCP.formatted("12", " --mark 0x3000000/0xffffffff"))))
                .contains("0600030000070000 ")
                .doesNotContain(" 18:");
        assertThat(text(unmarked(TCP.formatted("13", " --mark 0x3000000/0xffffffff"))))
                .doesNotContain("0600030000080000", " 18:");
    }

    private static ConntrackMessage unmarked(String which) {
        return connection(which).without(0x7f000000);
    }

    private static ConntrackMessage connection(String which) {
        return Optional.ofNullable(listed(BY_BIT).get(which)).orElseThrow();
    }
}
