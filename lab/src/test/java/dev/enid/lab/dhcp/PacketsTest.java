package dev.enid.lab.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is on the wire, and back. */
class PacketsTest {

    private static final Lessee WEB = Clients.lessee("web-0");
    private static final Lessee SIX = Clients.lessee("six-0");

    static Stream<String> v4() {
        return Captured.V4.stream();
    }

    static Stream<String> v6() {
        return Captured.V6.stream();
    }

    @ParameterizedTest
    @MethodSource("v4")
    void aRealClientsDhcpMessageIsWrittenAsItWasRead(String name) throws MalformedPacket {
        byte[] captured = Captured.bytes(name);

        Message4 message = Message4.decode(captured);

        assertThat(message.fromClient()).isTrue();
        assertThat(message.hardware()).isEqualTo(Mac.parse("02:24:2b:c8:24:84"));
        byte[] written = message.encode();
        assertThat(Arrays.copyOf(written, captured.length)).isEqualTo(captured);
        assertThat(Arrays.copyOfRange(written, captured.length, written.length))
                .as("what networkd leaves out")
                .isEqualTo(new byte[written.length - captured.length]);
    }

    @ParameterizedTest
    @MethodSource("v6")
    void aRealClientsDhcpv6MessageIsWrittenAsItWasRead(String name) throws MalformedPacket {
        byte[] captured = Captured.bytes(name);

        Message6 message = Message6.decode(captured);

        assertThat(message.type()).isEqualTo(Message6.SOLICIT);
        assertThat(message.encode()).isEqualTo(captured);
    }

    @Test
    void whatDhclientAsksForIsFoundInItsMessage() throws MalformedPacket {
        Message4 message = Message4.decode(Captured.bytes("dhclient-request"));

        assertThat(message.type()).isEqualTo(Message4.REQUEST);
        assertThat(message.address(Option4.SERVER)).contains(Ip.parse("10.0.1.1"));
        assertThat(message.address(Option4.REQUESTED_ADDRESS)).contains(Ip.parse("10.0.1.10"));
        assertThat(message.option(Option4.HOST_NAME)).contains(Octets.ascii("vm"));
    }

    /** As tcpdump reads it: hop limit 255, managed, lifetime 1800 s, source link-address, prefix on the link. */
    @Test
    void anAdvertisementIsWhatTcpdumpSaw() {
        byte[] written = new Advertisement(Mac.parse("06:ec:20:00:00:01"), Cidr.parse("2001:db8:100:1::/64")).encode();

        assertThat(HexFormat.of().formatHex(written))
                .isEqualTo("86000000ff8007080000000000000000"
                        + "010106ec20000001"
                        + "03044080000007080000070800000000" + "20010db8010000010000000000000000");
    }

    @Test
    void theKernelsSolicitationIsOneAndOthersAreNot() {
        byte[] captured = Captured.bytes("kernel-router-solicitation");

        assertThatCode(() -> Advertisement.checkSolicitation(captured)).doesNotThrowAnyException();
        assertThatCode(() -> Advertisement.checkSolicitation(Arrays.copyOf(captured, 8)))
                .as("without options")
                .doesNotThrowAnyException();
        for (int length : List.of(0, 7, 9, 15)) {
            assertThatThrownBy(() -> Advertisement.checkSolicitation(Arrays.copyOf(captured, length)))
                    .isInstanceOf(MalformedPacket.class);
        }
        byte[] noLength = captured.clone();
        noLength[9] = 0;
        assertThatThrownBy(() -> Advertisement.checkSolicitation(noLength)).isInstanceOf(MalformedPacket.class);
    }

    @Test
    void optionsAreFoundInTheFieldsThatAreLentToThem() throws MalformedPacket {
        byte[] packet = Clients.dhcp(
                        Message4.DISCOVER,
                        Clients.lessee("web-0"),
                        options -> options.put(Option4.OVERLOAD, Octets.u8(3)))
                .encode();
        System.arraycopy(new byte[] {Option4.HOST_NAME, 2, 'h', 'i', (byte) Option4.END}, 0, packet, 108, 5);
        System.arraycopy(new byte[] {Option4.CLIENT, 1, 9, (byte) Option4.END}, 0, packet, 44, 4);

        Message4 message = Message4.decode(packet);

        assertThat(message.option(Option4.HOST_NAME)).contains(Octets.ascii("hi"));
        assertThat(message.option(Option4.CLIENT)).contains(Octets.u8(9));
    }

    @Test
    void anOptionThatIsTooLongForOneIsOneAgain() throws MalformedPacket {
        Octets domain = Octets.ascii("x".repeat(600));
        Message4 message = Clients.dhcp(
                Message4.DISCOVER, Clients.lessee("web-0"), options -> options.put(Option4.DOMAIN_NAME, domain));

        assertThat(Message4.decode(message.encode())).isEqualTo(message);
    }

    @Property(tries = 300)
    void everyDhcpMessageComesBack(@ForAll("messages") Message4 message) throws MalformedPacket {
        assertThat(Message4.decode(message.encode())).isEqualTo(message);
    }

    @Property(tries = 300)
    void everyDhcpv6MessageComesBack(@ForAll("messages6") Message6 message) throws MalformedPacket {
        assertThat(Message6.decode(message.encode())).isEqualTo(message);
    }

    /** Whatever comes, there is an answer, none, or a complaint; never anything else. */
    @Property(tries = 3000)
    void noPacketBreaksTheServer(@ForAll("spoilt") byte[] packet, @ForAll boolean six) {
        Lessee lessee = six ? SIX : WEB;
        assertThatCode(() -> {
                    try {
                        Dhcp4.answer(Message4.decode(packet), lessee)
                                .ifPresent(reply -> reply.message().encode());
                    } catch (MalformedPacket e) {
                        assertThat(e).hasMessageNotContaining("null");
                    }
                })
                .doesNotThrowAnyException();
        assertThatCode(() -> {
                    try {
                        Dhcp6.answer(Message6.decode(packet), lessee).ifPresent(Message6::encode);
                    } catch (MalformedPacket e) {
                        assertThat(e).hasMessageNotContaining("null");
                    }
                })
                .doesNotThrowAnyException();
        assertThatCode(() -> {
                    try {
                        Advertisement.checkSolicitation(packet);
                    } catch (MalformedPacket e) {
                        assertThat(e).hasMessageNotContaining("null");
                    }
                })
                .doesNotThrowAnyException();
    }

    /** Noise, and packets of real clients that were cut and of which some bytes are others. */
    @Provide
    Arbitrary<byte[]> spoilt() {
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
        Arbitrary<byte[]> real = Combinators.combine(
                        Arbitraries.of(Stream.of(Captured.V4, Captured.V6, List.of("kernel-router-solicitation"))
                                .flatMap(List::stream)
                                .toList()),
                        Arbitraries.integers().between(0, 400),
                        Arbitraries.maps(Arbitraries.integers().between(0, 399), Arbitraries.bytes())
                                .ofMaxSize(6))
                .as((name, length, changes) -> {
                    byte[] captured = Captured.bytes(name);
                    byte[] bytes = length < 40 ? Arrays.copyOf(captured, length) : captured;
                    changes.forEach((at, value) -> {
                        // Where the captures end, options are: there a changed byte does most.
                        if (at < bytes.length) {
                            bytes[bytes.length - 1 - at] = value;
                        }
                    });
                    return bytes;
                });
        return Arbitraries.oneOf(noise, real);
    }

    @Provide
    Arbitrary<Message4> messages() {
        Arbitrary<Ip> ips = Arbitraries.integers().map(Ip::v4);
        Arbitrary<Map<Integer, Octets>> options = Arbitraries.maps(
                        Arbitraries.integers().between(1, 254).filter(code -> code != Option4.OVERLOAD), octets(600))
                .ofMaxSize(8)
                .map(LinkedHashMap::new);
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.integers(),
                        Arbitraries.integers().between(0, 0xffff),
                        Arbitraries.of(true, false),
                        ips,
                        ips,
                        Arbitraries.longs().between(0, 0xffff_ffff_ffffL).map(Mac::new),
                        options)
                .as((request, id, seconds, broadcast, client, your, mac, all) ->
                        new Message4(request, id, seconds, broadcast, client, your, Message4.NOWHERE, mac, all));
    }

    @Provide
    Arbitrary<Message6> messages6() {
        Arbitrary<Option6> options = Combinators.combine(Arbitraries.integers().between(0, 0xffff), octets(300))
                .as(Option6::new);
        return Combinators.combine(
                        Arbitraries.integers().between(1, 11),
                        Arbitraries.integers().between(0, 0xff_ffff),
                        options.list().ofMaxSize(8))
                .as(Message6::new);
    }

    private static Arbitrary<Octets> octets(int most) {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(most).map(Octets::of);
    }
}
