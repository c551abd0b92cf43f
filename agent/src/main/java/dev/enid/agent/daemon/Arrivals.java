package dev.enid.agent.daemon;

import dev.enid.core.inventory.Instance;
import dev.enid.core.inventory.PendingEni;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Link;
import dev.enid.core.reading.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Links that have appeared and that IMDS has not described since: each has its own times to ask, questions that fall close
 * together are one. A link that was there before under the same address is asked about again too, for it may have come back
 * with another device index.
 */
final class Arrivals {

    private final Pace pace;
    private final Consumer<DaemonEvent> tell;
    /** Every link that can be an ENI, by ifindex. */
    private final Map<Integer, Mac> known = new HashMap<>();

    private final TreeMap<Integer, Arrival> waiting = new TreeMap<>();

    /** One link, by ifindex. */
    private static final class Arrival {
        private final Link link;
        private final Instant since;
        private Instant next;
        private int asked;
        private boolean underWay;
        private boolean givenUp;

        Arrival(Link link, Instant since) {
            this.link = link;
            this.since = since;
            this.next = since;
        }

        Mac mac() {
            return link.mac().orElseThrow();
        }
    }

    Arrivals(Pace pace, Consumer<DaemonEvent> tell) {
        this.pace = pace;
        this.tell = tell;
    }

    /**
     * Whether a link can be an ENI: hardware, or a veth whose other end is elsewhere, as in a lab or an instance emulated in a
     * container. For others the ordinary refresh is soon enough.
     */
    static boolean canBeEni(Link link) {
        boolean veth = link.kind().equals("veth") && link.parentElsewhere() && link.master() == 0;
        return !link.loopback() && link.mac().isPresent() && (isHardware(link) || veth);
    }

    private static boolean isHardware(Link link) {
        return link.kind().isEmpty() && link.parent() == 0;
    }

    /** Takes note of a link that is there; whether it is news, and IMDS is to be asked. */
    boolean there(Instant now, Link link) {
        if (!canBeEni(link)) {
            gone(link.index());
            return false;
        }
        Mac mac = link.mac().orElseThrow();
        if (mac.equals(known.put(link.index(), mac))) {
            return false;
        }
        waiting.put(link.index(), new Arrival(link, now));
        return true;
    }

    void gone(int link) {
        known.remove(link);
        waiting.remove(link);
    }

    /**
     * Takes over what a look at the kernel showed: an event may have been missed.
     *
     * @param read what IMDS was known to have before the look; links that it describes were there all the time when this is
     *     the first look
     */
    void seen(Instant now, List<Link> links, Reading<Instance> read) {
        boolean first = known.isEmpty() && waiting.isEmpty();
        Set<Integer> there = new HashSet<>();
        for (Link link : links) {
            there.add(link.index());
            boolean described = first
                    && canBeEni(link)
                    && link.mac()
                            .flatMap(mac -> read.known().flatMap(instance -> instance.eni(mac)))
                            .isPresent();
            if (described) {
                known.put(link.index(), link.mac().orElseThrow());
            } else {
                there(now, link);
            }
        }
        known.keySet().retainAll(there);
        waiting.keySet().retainAll(there);
    }

    /** The links to ask about at this moment, those included whose time is near; none when no time has come. */
    Set<Mac> take(Instant now) {
        Set<Mac> macs = new HashSet<>();
        if (next().filter(time -> !time.isAfter(now)).isEmpty()) {
            return macs;
        }
        for (Arrival arrival : waiting.values()) {
            Duration near = wait(arrival.asked).dividedBy(2);
            if (!arrival.givenUp
                    && !arrival.underWay
                    && !arrival.next.minus(near).isAfter(now)) {
                arrival.underWay = true;
                macs.add(arrival.mac());
            }
        }
        return macs;
    }

    private Duration wait(int asked) {
        return asked == 0 ? Duration.ZERO : Pace.doubled(pace.look(), asked - 1, pace.mostLook());
    }

    /** When to ask next, were nothing under way. */
    Optional<Instant> next() {
        return waiting.values().stream()
                .filter(arrival -> !arrival.givenUp && !arrival.underWay)
                .map(arrival -> arrival.next)
                .min(Instant::compareTo);
    }

    /**
     * Takes an answer in.
     *
     * @param begun when IMDS was asked: what it said then says nothing of a link that appeared later
     */
    void read(Instant now, Instant begun, Reading<Instance> reading) {
        List<Integer> described = new ArrayList<>();
        waiting.forEach((index, arrival) -> {
            boolean sinceThen = !begun.isBefore(arrival.since);
            if (reading instanceof Reading.Fresh<Instance>(Instance instance, Instant _)
                    && sinceThen
                    && instance.eni(arrival.mac()).isPresent()) {
                described.add(index);
            } else if (arrival.underWay) {
                arrival.underWay = false;
                arrival.asked++;
                arrival.next = now.plus(wait(arrival.asked));
            }
        });
        described.forEach(waiting::remove);
        giveUp(now, reading);
    }

    private void giveUp(Instant now, Reading<Instance> reading) {
        for (Arrival arrival : waiting.values()) {
            boolean over = !arrival.since.plus(pace.giveUp()).isAfter(now);
            if (over && !arrival.givenUp && !arrival.underWay) {
                arrival.givenUp = true;
                tell.accept(new DaemonEvent.GivenUp(
                        arrival.link.name(),
                        arrival.mac().toString(),
                        pace.giveUp(),
                        why(arrival.mac(), reading),
                        isHardware(arrival.link)));
            }
        }
    }

    private static String why(Mac mac, Reading<Instance> reading) {
        return reading.trouble()
                .map(fault -> "IMDS cannot be read: " + fault)
                .or(() -> reading.known().stream()
                        .flatMap(instance -> instance.pending().stream())
                        .filter(eni -> eni.mac().equals(mac))
                        .map(PendingEni::fault)
                        .map(fault -> "IMDS lists it, but: " + fault)
                        .findFirst())
                .orElse("IMDS does not list it");
    }

    /** Those still asked about, and those given up, by ifindex. */
    List<DaemonView.Waiting> view() {
        return waiting.values().stream()
                .map(arrival ->
                        new DaemonView.Waiting(arrival.link.name(), arrival.mac(), arrival.asked, arrival.givenUp))
                .toList();
    }
}
