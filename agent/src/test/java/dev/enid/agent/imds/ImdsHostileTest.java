package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.imds.fake.FakeMetadata;
import dev.enid.agent.imds.fake.Misdeed;
import dev.enid.core.inventory.Instance;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Fault.Kind;
import dev.enid.core.reading.Reading;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever speaks as IMDS and means harm, or nonsense: refused as a whole, by key and reason; the last good reading stays. */
class ImdsHostileTest {

    private static final Instance GOOD = World.instance(World.eni(0), World.full(1, 3, 2, true), World.eni(2));

    private static final List<String> KEYS = List.of(
            "mac",
            "interface-id",
            "device-number",
            "network-card",
            "subnet-ipv4-cidr-block",
            "subnet-ipv6-cidr-blocks",
            "local-ipv4s",
            "ipv6s",
            "ipv4-prefix",
            "ipv6-prefix");

    private static final List<String> TEXTS = List.of(
            "\n\n",
            "1\n\n2",
            "../../etc/passwd",
            "$(reboot)",
            "`reboot`",
            "10.0.1.10; rm -rf /",
            "10.0.1.10\nMetric=0",
            "10.0.1.10\r\n10.0.1.11",
            " 10.0.1.10",
            "10.0.1.10\u0000",
            "10.0.1.010",
            "١٠.٠.١.١٠",
            "\u001b[2J",
            "<html><body>It works!</body></html>",
            "{\"code\":200}",
            "-1",
            "99999999999999999999",
            "0x1",
            "1.5",
            "0.0.0.0",
            "127.0.0.1",
            "224.0.0.1",
            "169.254.169.254",
            "::",
            "::1",
            "ff02::1",
            "fe80::1",
            "0.0.0.0/0",
            "::/0",
            "10.0.0.0/8",
            "10.1.128.0/29",
            "10.1.128.1/28",
            "ff:ff:ff:ff:ff:ff",
            "00:00:00:00:00:00",
            "eni-",
            "eni-0A1B2C3D",
            "eni-10000001/../x");

    static Stream<Arguments> hostile() {
        return KEYS.stream().flatMap(key -> TEXTS.stream().map(text -> Arguments.of(key, text)));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void nonsenseUnderAnyKeyIsRefusedByKeyAndTheTextIsQuoted(String key, String text) {
        try (Host host = Host.with(GOOD, true)) {
            host.read().fresh();
            host.imds.once(
                    World.mac(1) + "/" + key, Misdeed.body(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));

            Fault fault = host.read().fault();

            assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(fault.doing()).isEqualTo("reading " + key + " of " + World.mac(1));
            assertThat(fault.toString().chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
            assertThat(fault.toString()).hasSizeLessThan(300);
            assertThat(host.reading.known()).contains(GOOD);
        }
    }

    static Stream<String> nonsensePaths() {
        return Stream.of("instance-id", "meta-data/mac", "availability-zone", "interfaces/macs/", World.mac(1) + "/");
    }

    @ParameterizedTest
    @MethodSource("nonsensePaths")
    void nonsenseAboutTheInstanceIsRefused(String path) {
        for (String text : List.of("a b", "../x/", "i-0a1b2c3d\nRoute=x", "$(x)/", "<html>", "x".repeat(5000), "é/")) {
            try (Host host = Host.with(GOOD)) {
                host.read().fresh();
                host.imds.once(path, Misdeed.body(text));

                assertThat(host.read().fault().kind()).as(text).isEqualTo(Kind.MALFORMED);
                assertThat(host.reading.known()).contains(GOOD);
            }
        }
    }

    @Test
    void thousandsOfEnisAreRefused() {
        String list = IntStream.range(0, 2000).mapToObj(n -> World.mac(n) + "/").collect(Collectors.joining("\n"));
        try (Host host = Host.with(GOOD)) {
            host.imds.once(FakeMetadata.MACS, Misdeed.body(list));

            Fault fault = host.read().fault();

            assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(fault.detail()).startsWith("more than 512 lines: ").hasSizeLessThan(200);
            assertThat(host.requests()).isLessThan(10);
        }
    }

    @Test
    void theSameEniTwiceIsRefused() {
        try (Host host = Host.with(GOOD)) {
            host.imds.once(FakeMetadata.MACS, Misdeed.body(World.mac(1) + "/\n" + World.mac(1)));

            assertThat(host.read().fault().detail()).contains("the same MAC address twice");
        }
    }

    @Test
    void theSameAddressTwiceIsRefusedEvenWrittenDifferently() {
        try (Host host = Host.with(GOOD)) {
            host.imds.once("/ipv6s", Misdeed.body("2001:db8:0:1::1\n2001:DB8:0:1:0::1"));

            assertThat(host.read().fault().detail()).isEqualTo("2001:db8:0:1::1 is there twice");
        }
    }

    // One host for all tries: hundreds of connections say no more.
    private static Optional<Host> shared = Optional.empty();

    @BeforeContainer
    static void startSharedHost() {
        shared = Optional.of(Host.with(GOOD, true));
    }

    @AfterContainer
    static void stopSharedHost() {
        shared.ifPresent(Host::close);
    }

    @Property(tries = 400)
    void randomBytesAsAnAnswerNeverThrowAndNeverChangeTheLastGoodValue(
            @ForAll("requests") int request, @ForAll("answers") Misdeed answer) {
        Host host = shared.orElseThrow();
        host.reading = host.reader.read(Host.NEVER_READ);
        assertThat(host.fresh()).isEqualTo(GOOD);
        Reading<Instance> good = host.reading;
        // Counted from the first request of the reading; a reading has some 30.
        Misdeed nothing = Misdeed.meanwhile(() -> {});
        for (int i = 0; i < request; i++) {
            host.imds.once(nothing);
        }
        host.imds.once(answer);

        host.read();

        assertThat(host.reading.known()).isPresent();
        if (host.reading.isFresh()) {
            // Hardly ever: random text that happens to be a value. What was read may then differ by one ENI that waits.
            assertThat(host.fresh().id()).isEqualTo(GOOD.id());
        } else {
            assertThat(host.reading.known()).isEqualTo(good.known());
            assertThat(host.fault().toString().chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
        }
    }

    @Provide
    Arbitrary<Integer> requests() {
        return Arbitraries.integers().between(0, 25);
    }

    @Provide
    Arbitrary<Misdeed> answers() {
        Arbitrary<String> bytes = Arbitraries.chars()
                .range('\0', '\u00ff')
                .array(char[].class)
                .ofMaxSize(300)
                .map(String::new);
        Arbitrary<String> lookalikes =
                Arbitraries.strings().withChars("0123456789abcdef:./-\n").ofMaxLength(60);
        return Arbitraries.oneOf(
                bytes.map(text -> new Misdeed.Raw(text, true)),
                bytes.map(text -> new Misdeed.Raw("HTTP/1.1 200 OK\r\n" + text + "\r\n\r\n" + text, true)),
                bytes.map(Misdeed::body),
                lookalikes.map(Misdeed::body));
    }
}
