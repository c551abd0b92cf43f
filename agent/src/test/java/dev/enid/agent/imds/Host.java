package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.imds.fake.FakeImds;
import dev.enid.agent.imds.fake.FakeTiming;
import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.Instance;
import dev.enid.core.inventory.PendingEni;
import dev.enid.core.ip.Mac;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A host that reads a fake IMDS, with the reading it has now: what the daemon would hold. */
final class Host implements AutoCloseable {

    static final Reading<Instance> NEVER_READ =
            new Reading.Missing<>(new Fault(Fault.Kind.NOT_YET, "starting", "not read yet"));

    /** Longer than a busy machine takes; tests that wait for a timeout are {@link #impatient}. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration SHORT = Duration.ofMillis(400);

    final FakeImds imds;
    final FakeTiming time = new FakeTiming();
    final ImdsReader reader;
    Reading<Instance> reading = NEVER_READ;
    private ImdsCounts counted = new ImdsCounts(0, 0, 0, 0);

    Host(FakeImds imds) {
        this(imds, settings(imds.endpoint()));
    }

    Host(FakeImds imds, ImdsSettings settings) {
        this.imds = imds;
        reader = new ImdsReader(settings, time.timing());
    }

    static Host with(Instance instance) {
        return with(instance, false);
    }

    /** With a timeout that may well be waited for. */
    static Host impatient(Instance instance) {
        FakeImds imds = FakeImds.start();
        imds.metadata().show(instance, false);
        return new Host(imds, settings(SHORT, imds.endpoint()));
    }

    static Host with(Instance instance, boolean cards) {
        Host host = new Host(FakeImds.start());
        host.imds.metadata().show(instance, cards);
        return host;
    }

    static ImdsSettings settings(Endpoint... endpoints) {
        return settings(TIMEOUT, endpoints);
    }

    static ImdsSettings settings(Duration timeout, Endpoint... endpoints) {
        return new ImdsSettings(List.of(endpoints), false, true, timeout, 3, Duration.ofMinutes(1), 1_000_000);
    }

    Host read() {
        reading = reader.read(reading);
        return this;
    }

    Host refresh() {
        reading = reader.refresh(reading);
        return this;
    }

    Host appeared(Mac... macs) {
        reading = reader.readAppeared(Arrays.asList(macs), reading);
        return this;
    }

    /** The instance, which was read well. */
    Instance fresh() {
        assertThat(reading.trouble()).isEmpty();
        assertThat(reading.isFresh()).isTrue();
        return reading.known().orElseThrow();
    }

    /** Why the last reading failed. */
    Fault fault() {
        assertThat(reading.isFresh())
                .as("a reading that was to fail: %s", reading)
                .isFalse();
        return reading.trouble().orElseThrow();
    }

    /** Why an ENI waits, in an otherwise good reading. */
    Fault pending(int n) {
        List<PendingEni> pending = fresh().pending();
        assertThat(pending).extracting(PendingEni::mac).contains(World.mac(n));
        return pending.stream()
                .filter(eni -> eni.mac().equals(World.mac(n)))
                .findFirst()
                .orElseThrow()
                .fault();
    }

    /** ENI n waits, and the others are all of {@code whole} but it. */
    void assertOnlyPending(int n, Instance whole) {
        List<Eni> others = whole.enis().stream()
                .filter(eni -> !eni.mac().equals(World.mac(n)))
                .toList();
        assertThat(fresh().enis()).isEqualTo(others);
        assertThat(fresh().pending()).hasSize(1);
        assertThat(pending(n).kind()).isEqualTo(Fault.Kind.NOT_YET);
    }

    /** Requests since this was last asked. */
    long requests() {
        ImdsCounts now = reader.counts();
        long requests = now.requests() - counted.requests();
        counted = now;
        return requests;
    }

    long connections() {
        return reader.counts().connections();
    }

    @Override
    public void close() {
        reader.close();
        imds.close();
        imds.assertAllDone();
    }
}
