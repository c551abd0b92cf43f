package dev.enid.agent.daemon;

import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.EniId;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An IMDS whose answers a test changes while the daemon runs. */
final class FakeMetadata implements Metadata {

    private final TreeMap<Integer, Eni> enis = new TreeMap<>();
    private boolean out;
    private boolean broken;
    private int readings;

    static Mac mac(int device) {
        return new Mac(0x02005e005300L + device);
    }

    /** ENI number k is in subnet 10.0.k.0/24, at .4 and as many further addresses; the primary is number 0. */
    static Eni eni(int device, int addresses) {
        List<Ip> ipv4 = new ArrayList<>();
        for (int i = 0; i < addresses; i++) {
            ipv4.add(Ip.parse("10.0." + device + ".4").plus(i));
        }
        return new Eni(
                new EniId(String.format("eni-%08x", device)),
                mac(device),
                device == 0,
                0,
                device,
                Optional.of(Cidr.parse("10.0." + device + ".0/24")),
                List.of(Cidr.parse("2001:db8:0:" + device + "::/64")),
                ipv4,
                List.of(Ip.parse("2001:db8:0:" + device + "::4")),
                List.of());
    }

    synchronized void attach(Eni eni) {
        enis.put(eni.deviceIndex(), eni);
    }

    synchronized void detach(int device) {
        enis.remove(device);
    }

    /** Answers nothing any more, or again. */
    synchronized void out(boolean is) {
        out = is;
    }

    /** Has an error of its own. */
    synchronized void broken(boolean is) {
        broken = is;
    }

    synchronized int readings() {
        return readings;
    }

    @Override
    public synchronized Reading<Instance> refresh(Reading<Instance> before) {
        readings++;
        if (broken) {
            throw new IllegalStateException("an error in the reader");
        }
        if (out) {
            return before.failed(new Fault(Fault.Kind.UNREACHABLE, "reading IMDS", "no answer"));
        }
        return new Reading.Fresh<>(
                new Instance("i-0a1b2c3d", "eu-central-1a", List.copyOf(enis.values()), List.of()), Instant.now());
    }

    @Override
    public Reading<Instance> appeared(Set<Mac> macs, Reading<Instance> before) {
        return refresh(before);
    }
}
