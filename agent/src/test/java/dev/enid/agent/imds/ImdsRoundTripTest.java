package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.EniId;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What IMDS is made to tell is what is read, for any instance, and after any change to another. */
class ImdsRoundTripTest {

    private static Optional<Host> shared = Optional.empty();

    @BeforeContainer
    static void startSharedHost() {
        shared = Optional.of(Host.with(World.ofSize(1)));
    }

    @AfterContainer
    static void stopSharedHost() {
        shared.ifPresent(Host::close);
    }

    @Property(tries = 150)
    void anInstanceIsReadAsItIs(@ForAll("instances") Instance instance, @ForAll boolean moreCards) {
        Host host = shared.orElseThrow();
        boolean cards = moreCards || hasCards(instance);
        host.imds.metadata().show(instance, cards);
        host.reading = Host.NEVER_READ;

        assertThat(host.read().fresh()).isEqualTo(instance);
        assertThat(host.refresh().fresh()).isEqualTo(instance);
    }

    private static boolean hasCards(Instance instance) {
        return instance.enis().stream().anyMatch(eni -> eni.networkCard() > 0);
    }

    @Provide
    Arbitrary<Instance> instances() {
        return Arbitraries.randoms().map(ImdsRoundTripTest::instance);
    }

    private static Instance instance(Random random) {
        boolean cards = random.nextBoolean();
        List<Eni> enis = new ArrayList<>();
        Set<Integer> places = new HashSet<>();
        int count = 1 + random.nextInt(12);
        for (int n = 0; n < count; n++) {
            int card = n > 0 && cards ? random.nextInt(16) : 0;
            int device = n == 0 ? 0 : random.nextInt(card == 0 ? 1 : 0, 15);
            if (places.add(100 * card + device)) {
                enis.add(eni(random, n, card, device));
            }
        }
        return new Instance("i-0123456789abcdef" + random.nextInt(10), "us-east-1a", enis, List.of());
    }

    /** ENI n's subnets are 10.n.0.0/16 and 2001:db8:n::/56, so that no two ENIs' addresses can be the same. */
    private static Eni eni(Random random, int n, int card, int device) {
        Cidr v4 = Cidr.parse("10." + n + ".0.0/" + (16 + random.nextInt(4)));
        Cidr v6 = Cidr.parse("2001:db8:" + Integer.toHexString(n) + "::/" + (52 + 4 * random.nextInt(4)));
        int kind = n == 0 ? random.nextInt(3) : random.nextInt(4);
        boolean hasV4 = kind == 0 || kind == 1;
        boolean hasV6 = kind == 1 || kind == 2;
        List<Ip> ipv4 = new ArrayList<>();
        List<Ip> ipv6 = new ArrayList<>();
        List<Cidr> prefixes = new ArrayList<>();
        for (int i = 1 + random.nextInt(8); hasV4 && i > 0; i--) {
            ipv4.add(v4.ip().plus(4 + i * 3L));
        }
        for (int i = 1 + random.nextInt(8); hasV6 && i > 0; i--) {
            ipv6.add(v6.ip().plus(random.nextInt(1 << 20) * 16L + i));
        }
        for (int i = random.nextInt(4); hasV4 && i > 0; i--) {
            prefixes.add(new Cidr(v4.ip().plus(1024 + 16L * i), 28));
        }
        for (int i = random.nextInt(4); hasV6 && i > 0; i--) {
            prefixes.add(new Cidr(v6.ip().plus((long) i << 48), 80));
        }
        boolean subnetV4 = hasV4 || !hasV6;
        return new Eni(
                new EniId("eni-" + Long.toHexString(0x1000_0000_0000_0000L + n) + "0"),
                new Mac(0x0a0000000000L | (long) n << 8 | random.nextInt(256)),
                card == 0 && device == 0,
                card,
                device,
                subnetV4 ? Optional.of(v4) : Optional.empty(),
                hasV6 ? List.of(v6) : List.of(),
                ipv4,
                ipv6,
                prefixes);
    }
}
