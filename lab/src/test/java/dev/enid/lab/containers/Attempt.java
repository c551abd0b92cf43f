package dev.enid.lab.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Ip;
import dev.enid.lab.host.Await;
import dev.enid.lab.probe.Answer;
import dev.enid.lab.probe.Place;
import dev.enid.lab.probe.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/** A word to an address and port, and back: from {@code from}, by TCP or UDP. */
record Attempt(Place from, Transport transport, Ip to, int port) {

    enum Transport {
        TCP,
        UDP
    }

    /** For what must not come: longer than any packet takes, shorter than the kernel's first repetition of a SYN. */
    private static final Duration A_WHILE = Duration.ofMillis(400);

    private Optional<String> unanswered(Duration deadline) {
        Probe probe = Probe.from(from);
        try {
            Answer answer = transport == Transport.TCP ? probe.tcp(to, port, deadline) : probe.udp(to, port, deadline);
            return answer.reached() ? Optional.empty() : Optional.of(this + ": " + answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them at once; each gets its answer. */
    static void assertAnswered(List<Attempt> attempts) {
        assertThat(unanswered(attempts, Await.PATIENCE)).as("got no answer").isEmpty();
    }

    /** All of them at once; none gets an answer. */
    static void assertSilent(List<Attempt> attempts) {
        assertThat(attempts).isNotEmpty();
        assertThat(unanswered(attempts, A_WHILE))
                .as("no answer; of %s", attempts)
                .hasSameSizeAs(attempts);
    }

    private static List<String> unanswered(List<Attempt> attempts, Duration deadline) {
        List<CompletableFuture<Optional<String>>> all = new ArrayList<>();
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("attempt").factory())) {
            for (Attempt each : attempts) {
                all.add(CompletableFuture.supplyAsync(() -> each.unanswered(deadline), threads));
            }
        }
        return all.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public String toString() {
        return from.name() + " to " + to + " " + transport + " " + port;
    }
}
