package dev.enid.linux.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.enid.core.kernel.Sysctl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Bytes that no kernel sends are read or refused, never anything else. */
class NoiseTest {

    private static final List<byte[]> CAPTURED =
            Capture.all().stream().flatMap(Capture::datagrams).toList();

    private static final int[] TYPES = {
        2, 3, 16, 17, 18, 20, 21, 24, 25, 26, 28, 32, 33, 80, 104, 108, 0xa00, 0xa03, 0xa06, 0xa0c, 0xa0f, 0x100
    };

    @Property(tries = 2000)
    void anythingIsReadOrRefused(@ForAll @Size(max = 200) byte[] bytes) {
        readOrRefuse(bytes);
    }

    @Property(tries = 5000)
    void anyBodyUnderAProperHeaderIsReadOrRefused(
            @ForAll @Size(max = 120) byte[] body, @ForAll @IntRange(max = 21) int kind, @ForAll boolean flagged) {
        Encoder out = new Encoder();
        out.u32(16 + body.length)
                .u16(TYPES[kind])
                .u16(flagged ? 0xffff : 0)
                .u32(1)
                .u32(0);
        out.append(body, 0, body.length).align();
        readOrRefuse(out.toArray());
    }

    @Property(tries = 3000)
    void aCapturedDatagramCutShortIsReadOrRefused(@ForAll Random random) {
        byte[] bytes = CAPTURED.get(random.nextInt(CAPTURED.size()));
        readOrRefuse(Arrays.copyOf(bytes, random.nextInt(bytes.length)));
    }

    @Property(tries = 20000)
    void aCapturedDatagramWithWrongBytesIsReadOrRefused(@ForAll Random random) {
        byte[] bytes = CAPTURED.get(random.nextInt(CAPTURED.size())).clone();
        for (int changes = random.nextInt(8); changes >= 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        readOrRefuse(bytes);
    }

    @Property
    void attributesThatNothingHereKnowsSurvive(@ForAll("unknown") List<byte[]> values) {
        Encoder out = new Encoder();
        out.u32(0).u16(RouteMessage.NEW).u16(0).u32(7).u32(9);
        out.append(HexFormat.of().parseHex("02180000fe03fd0100000000"), 0, 12);
        out.append(HexFormat.of().parseHex("08000100c6336400"), 0, 8);
        for (int i = 0; i < values.size(); i++) {
            out.raw(0x4000 | (100 + i), values.get(i));
        }
        out.patch32(0, out.length());
        byte[] bytes = out.toArray();

        List<Envelope> read = Capture.decoded(bytes);
        assertThat(Capture.encoded(read)).isEqualTo(bytes);
        RouteMessage route = (RouteMessage) read.getFirst().message();
        assertThat(route.hasMore()).isEqualTo(!values.isEmpty());
        List<byte[]> found = new ArrayList<>();
        route.attributes().forEach(attribute -> found.add(attribute.value()));
        assertThat(found.subList(1, found.size()))
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(values);
        assertThat(Capture.encoded(List.of(new Envelope(24, 0, 7, 9, route.withPriority(5)))))
                .as("changed, it still has them")
                .hasSize(bytes.length + 8);
    }

    @Provide
    Arbitrary<List<byte[]>> unknown() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(20).list().ofMaxSize(6);
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            for (Envelope envelope : Envelope.decodeAll(bytes.clone())) {
                touch(envelope.message());
                envelope.encode(new Encoder());
            }
        } catch (DecodeFault fault) {
            assertThat(fault).hasMessageMatching("(?s).+");
        }
    }

    /** What was read answers every question. */
    private static void touch(Message message) {
        assertThat(message.toString()).isNotEmpty();
        switch (message) {
            case LinkMessage link -> {
                assertThat(link.toIproute2()).startsWith("link");
                List.of(link.mac(), link.permanentMac(), link.kind(), link.parent(), link.altNames());
                for (Sysctl.Name name : Sysctl.Name.values()) {
                    assertThat(link.sysctl(name)).isNotNull();
                }
            }
            case AddressMessage address -> {
                assertThat(address.toIproute2()).startsWith("address");
                List.of(address.lifetime(), address.protocol(), address.flags());
            }
            case RouteMessage route -> {
                assertThat(route.toIproute2()).startsWith("route");
                List.of(route.hasMore(), route.source(), route.metrics(), route.preferredSource());
            }
            case RuleMessage rule -> {
                assertThat(rule.toIproute2()).startsWith("rule");
                List.of(rule.more(), rule.uids(), rule.sourcePorts(), rule.destinationPorts(), rule.l3mdev());
            }
            case NeighborMessage neighbor -> assertThat(neighbor.toIproute2()).startsWith("neighbor");
            case NetconfMessage netconf -> {
                assertThat(netconf.toIproute2()).startsWith("netconf");
                for (Sysctl.Name name : Sysctl.Name.values()) {
                    assertThat(netconf.value(name)).isNotNull();
                }
            }
            case NftablesMessage nftables -> {
                List.of(nftables.table(), nftables.chain(), nftables.hook(), nftables.comment(), nftables.chainType());
                List.of(nftables.elements(), nftables.generation(), nftables.markBits(), nftables.accepts());
                List.of(nftables.tableFlags(), nftables.tableUse());
            }
            case ConntrackMessage conntrack -> {
                List.of(conntrack.mark(), conntrack.markMask(), conntrack.zone(), conntrack.toConntrack());
                assertThat(ConntrackRequest.unmark(conntrack, 1).words()).startsWith("conntrack --update ");
            }
            case Acknowledgement answer -> List.of(answer.words(), answer.error());
            case Done done -> List.of(done.words(), done.error());
            case OtherMessage other -> assertThat(other.toString()).startsWith("OtherMessage");
        }
    }

    @Example
    void whatIsBuiltWrongIsRefusedToo() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LinkMessage.of(1).with(out -> out.u8(4, 1)))
                .withMessageContaining("link: attribute 4");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LinkMessage.of(1).with(out -> out.raw(60, new byte[70_000])));
    }
}
