package dev.enid.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.EniId;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Link;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a {@link Schedule} lives in: a time that only goes on when nothing is left to do, a kernel with links, and an IMDS that
 * takes its time. Checks as it goes that the schedule asks one question at a time and does not spin.
 */
final class World {

    /** The longest that something new may wait for its pass, beside the pass that is running: hold, gap, and rounding. */
    private static final Duration PROMPT = Duration.ofMillis(45);

    private static final int MOST_STEPS_AT_ONCE = 10;

    private final List<DaemonEvent> told = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final List<Set<Long>> answers = new ArrayList<>();
    private final PriorityQueue<Happening> coming = new PriorityQueue<>();
    private final Map<Integer, Link> links = new TreeMap<>();
    private final Map<Mac, Link> described = new LinkedHashMap<>();
    private final Schedule schedule;

    private Instant now = Instant.EPOCH;
    private Instant base = now;
    private Duration imdsTakes = Duration.ofMillis(2);
    private Duration passTakes = Duration.ofMillis(1);
    private boolean imdsFails;
    private boolean converges = true;
    private boolean asking;
    private int number;
    private int passes;
    private int asked;
    private int puts;
    private Optional<BackOff.Done> undone = Optional.empty();
    private Optional<Instant> unseenSince = Optional.empty();

    private record Happening(Instant at, int number, Consumer<World> what) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Integer.compare(number, other.number);
        }
    }

    World() {
        this(Pace.DEFAULT);
    }

    World(Pace pace) {
        schedule = new Schedule(
                pace,
                now,
                new Reading.Missing<>(new Fault(Fault.Kind.NOT_YET, "reading IMDS", "not read yet")),
                told::add);
    }

    static Link link(int index) {
        return link(index, index);
    }

    /** @param address of its MAC address */
    static Link link(int index, int address) {
        return new Link(
                index,
                "eth" + index,
                "",
                Optional.of(mac(address)),
                Optional.empty(),
                1500,
                9216,
                false,
                true,
                false,
                0,
                0,
                false,
                new TreeSet<>());
    }

    private static Mac mac(int address) {
        return new Mac(0x02005e005300L + address);
    }

    void at(Duration later, Consumer<World> what) {
        coming.add(new Happening(now.plus(later), number++, what));
    }

    /** A time in which all that begins at the start is over. */
    void settle() {
        run(Duration.ofSeconds(1));
        forget();
    }

    /** Starts the log, and its time, anew. */
    void forget() {
        log.clear();
        base = now;
    }

    void run(Duration howLong) {
        Instant end = now.plus(howLong);
        Instant stood = Instant.MIN;
        int steps = 0;
        while (true) {
            while (!coming.isEmpty() && !coming.peek().at.isAfter(now)) {
                coming.remove().what.accept(this);
            }
            steps = now.equals(stood) ? steps + 1 : 0;
            stood = now;
            assertThat(steps).as("steps without time going on, at %s", now).isLessThan(MOST_STEPS_AT_ONCE);
            switch (schedule.next(now)) {
                case Next.Read(Ask ask) -> read(ask);
                case Next.Run run -> pass(run);
                case Next.Wait(Instant until) -> {
                    assertThat(until).isAfter(now);
                    unseenSince
                            .filter(_ -> passes > 0)
                            .ifPresent(since -> assertThat(until)
                                    .as("a pass for what is new since %s", since)
                                    .isBeforeOrEqualTo(since.plus(PROMPT).plus(passTakes.multipliedBy(2))));
                    Instant next = coming.isEmpty() || until.isBefore(coming.peek().at) ? until : coming.peek().at;
                    if (next.isAfter(end)) {
                        now = end;
                        return;
                    }
                    now = next;
                }
            }
        }
    }

    private void read(Ask ask) {
        assertThat(asking).as("a question while one is under way").isFalse();
        asking = true;
        switch (ask) {
            case Ask.Refresh _ -> note("read");
            case Ask.Appeared(Set<Mac> macs) -> {
                asked++;
                note("ask " + macs.size());
            }
        }
        at(imdsTakes, world -> {
            asking = false;
            schedule.metadataRead(now, reading());
        });
    }

    private Reading<Instance> reading() {
        if (imdsFails) {
            return schedule.instance().failed(new Fault(Fault.Kind.UNREACHABLE, "reading IMDS", "no answer"));
        }
        List<Eni> enis = new ArrayList<>();
        enis.add(eni(0, mac(0)));
        described.keySet().forEach(mac -> enis.add(eni(enis.size(), mac)));
        return new Reading.Fresh<>(new Instance("i-0a1b2c3d", "eu-central-1a", enis, List.of()), now);
    }

    private static Eni eni(int device, Mac mac) {
        return new Eni(
                new EniId(String.format("eni-%08x", device)),
                mac,
                device == 0,
                0,
                device,
                Optional.of(Cidr.parse("10.0.0.0/24")),
                List.of(),
                List.of(Ip.parse("10.0.0.4").plus(device)),
                List.of(),
                List.of());
    }

    private void pass(Next.Run run) {
        note("pass" + (run.answers().isEmpty() ? "" : " " + run.answers()));
        passes++;
        if (!run.answers().isEmpty()) {
            answers.add(run.answers());
        }
        unseenSince = Optional.empty();
        List<BackOff.Done> done = new ArrayList<>();
        undone.filter(each -> !run.resting().contains(each.object().key())).ifPresent(each -> {
            puts++;
            done.add(each);
            at(passTakes.plusMillis(1), World::foreignChange);
        });
        List<Link> seen = List.copyOf(links.values());
        now = now.plus(passTakes);
        schedule.passEnded(now, new Schedule.Ended(Optional.of(seen), done, converges));
    }

    private void note(String what) {
        log.add(Duration.between(base, now).toMillis() + " " + what);
    }

    void foreignChange() {
        schedule.heard(now, new Notice.Anything(), true);
        unseenSince = unseenSince.or(() -> Optional.of(now));
    }

    void echo() {
        schedule.heard(now, new Notice.Anything(), false);
    }

    void plug(Link link) {
        links.put(link.index(), link);
        schedule.heard(now, new Notice.There(link), true);
        unseenSince = unseenSince.or(() -> Optional.of(now));
    }

    void unplug(Link link) {
        links.remove(link.index());
        schedule.heard(now, new Notice.Gone(link), true);
        unseenSince = unseenSince.or(() -> Optional.of(now));
    }

    /** A link whose coming the daemon did not hear of. */
    void plugUnheard(Link link) {
        links.put(link.index(), link);
    }

    /** IMDS knows the link's ENI from now on. */
    void describe(Link link) {
        described.put(link.mac().orElseThrow(), link);
    }

    void forgetDescription(Link link) {
        described.remove(link.mac().orElseThrow());
    }

    void request(long request) {
        schedule.requested(request);
    }

    /** Somebody undoes this change whenever it was made. */
    void undone(BackOff.Done change) {
        undone = Optional.of(change);
        foreignChange();
    }

    void noLongerUndone() {
        undone = Optional.empty();
    }

    void imdsTakes(Duration howLong) {
        imdsTakes = howLong;
    }

    void imdsFails(boolean fails) {
        imdsFails = fails;
    }

    void passTakes(Duration howLong) {
        passTakes = howLong;
    }

    void converges(boolean does) {
        converges = does;
    }

    List<String> log() {
        return log;
    }

    List<DaemonEvent> told() {
        return told;
    }

    List<Set<Long>> answers() {
        return answers;
    }

    List<DaemonView.Waiting> waiting() {
        return schedule.waiting();
    }

    int passes() {
        return passes;
    }

    int asked() {
        return asked;
    }

    int puts() {
        return puts;
    }
}
