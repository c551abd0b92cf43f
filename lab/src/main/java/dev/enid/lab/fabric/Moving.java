package dev.enid.lab.fabric;

import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.InstanceState;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcInstance;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** ENIs on their way: attachments that are attaching or detaching, and when that is over. */
final class Moving implements AutoCloseable {

    private record Way(VpcEni eni, Optional<Duration> delay, Optional<Future<?>> end) {}

    private final Consumer<VpcEni> arrived;
    private final Map<String, Way> ways = new HashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lab-moving").factory());

    /** @param arrived is told of an ENI whose way is over, on a thread of its own */
    Moving(Consumer<VpcEni> arrived) {
        this.arrived = arrived;
    }

    /** The VPC that was asked for, but for what takes its time. An instance that starts or ends takes its ENIs along at once. */
    static Vpc onTheWay(Vpc before, Vpc asked, Delays delays) {
        Vpc after = asked;
        for (VpcEni eni : asked.enis().values()) {
            Optional<Attachment> was =
                    Optional.ofNullable(before.enis().get(eni.name())).flatMap(VpcEni::attachment);
            Optional<Attachment> is = eni.attachment();
            if (is.isPresent() && was.isEmpty()) {
                if (delays.attach().isPositive() && stays(before, asked, is.get())) {
                    after = after.with(eni.withAttachment(Optional.of(is.get().in(Attachment.State.ATTACHING))));
                }
            } else if (is.isEmpty() && was.isPresent() && stays(before, asked, was.get())) {
                boolean takesTime = delays.detach().map(Duration::isPositive).orElse(true);
                if (takesTime) {
                    after = after.with(eni.withAttachment(Optional.of(was.get().in(Attachment.State.DETACHING))));
                }
            } else if (is.isPresent()
                    && delay(is.get(), delays).filter(Duration::isZero).isPresent()) {
                after = arrived(after, eni);
            }
        }
        return after;
    }

    /** Whether its instance does not start or end by the same change. */
    private static boolean stays(Vpc before, Vpc after, Attachment place) {
        return state(before, place).equals(state(after, place));
    }

    private static Optional<InstanceState> state(Vpc vpc, Attachment place) {
        return Optional.ofNullable(vpc.instances().get(place.instance())).map(VpcInstance::state);
    }

    /** How long the way is; empty where it never ends, and for an ENI that is where it should be. */
    private static Optional<Duration> delay(Attachment place, Delays delays) {
        return switch (place.state()) {
            case ATTACHING -> Optional.of(delays.attach());
            case DETACHING -> delays.detach();
            case ATTACHED -> Optional.empty();
        };
    }

    /** The VPC with that ENI where it was going. */
    static Vpc arrived(Vpc vpc, VpcEni eni) {
        Optional<Attachment> there = eni.attachment()
                .filter(place -> place.state() != Attachment.State.DETACHING)
                .map(place -> place.in(Attachment.State.ATTACHED));
        return vpc.with(eni.withAttachment(there));
    }

    /** Counts from now for what has set out, or has another delay than before. */
    void follow(Vpc vpc, Delays delays) {
        ways.values().removeIf(way -> {
            boolean over = !way.eni.equals(vpc.enis().get(way.eni.name()))
                    || !way.eni
                            .attachment()
                            .flatMap(place -> delay(place, delays))
                            .equals(way.delay);
            if (over) {
                way.end.ifPresent(end -> end.cancel(false));
            }
            return over;
        });
        for (VpcEni eni : vpc.enis().values()) {
            eni.attachment()
                    .filter(place -> place.state() != Attachment.State.ATTACHED)
                    .ifPresent(place -> ways.computeIfAbsent(eni.name(), _ -> way(eni, delay(place, delays))));
        }
    }

    private Way way(VpcEni eni, Optional<Duration> delay) {
        return new Way(
                eni,
                delay,
                delay.map(time -> clock.schedule(() -> arrived.accept(eni), time.toNanos(), TimeUnit.NANOSECONDS)));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
