package dev.enid.agent.service;

import dev.enid.core.plan.Telling;
import dev.enid.core.render.Command;
import dev.enid.core.render.Renderer;
import dev.enid.core.render.Renderers;
import dev.enid.core.snapshot.HostFacts.Asked;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * Has network managers told what to bring about, one after the other, on a thread of its own: {@code ifup} waits for a DHCP server, and
 * other ENIs must not wait with it. For each link it keeps what was asked and what the answer was, for as long as it is of interest.
 * For any thread.
 */
public final class ManagerDesk implements AutoCloseable {

    /** dhclient gives up after a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** What has to be done before files are removed holds up a pass. */
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(20);
    /** What a manager that follows goes on with after it was told: DHCP, and addresses that come one after the other. */
    private static final Duration SETTLING = Duration.ofSeconds(10);
    /** After which a manager that did not bring something about is asked again; doubled each time. */
    private static final Duration FIRST_REST = Duration.ofSeconds(30);

    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private static final Duration MOMENT = Duration.ofMillis(50);

    /** What a program came to. */
    record Answer(boolean well, String words) {}

    /** Runs programs. */
    interface Runner {
        /** Runs it to its end, or for as long as patience lasts. */
        Answer run(Command command, Duration patience) throws InterruptedException;
    }

    private record Order(List<Command> commands, List<String> links) {}

    /** What is known of one link. */
    private static final class Entry {
        private String words = "";
        private boolean settles;
        private boolean ended;
        private boolean well;
        private long at;
        private int times;
    }

    private final Runner runner;
    private final LongSupplier nanos;
    private final Queue<Order> orders = new ArrayDeque<>();
    private final Map<String, Entry> entries = new HashMap<>();
    private Runnable listener = () -> {};
    private Optional<Thread> thread = Optional.empty();
    private boolean working;
    private boolean closed;

    /** @param nanos a clock that never jumps */
    public ManagerDesk(LongSupplier nanos) {
        this(new ManagerProgram(), nanos);
    }

    ManagerDesk(Runner runner, LongSupplier nanos) {
        this.runner = runner;
        this.nanos = nanos;
    }

    /**
     * Who wants to know.
     *
     * @param listener called on the desk's thread after each order: the world may be another one
     */
    public synchronized void onAnswer(Runnable listener) {
        this.listener = listener;
    }

    /** What is to be done before files are removed, done now. Mostly the link is gone, and the manager's complaint says just that. */
    public void before(Telling telling) {
        for (Command command : Renderers.of(telling.backend()).before(telling.bringing())) {
            try {
                runner.run(command, SHORT_PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Has it told, once what was ordered before is done; returns at once. */
    public synchronized void after(Telling telling) {
        Renderer renderer = Renderers.of(telling.backend());
        List<Command> commands = renderer.after(telling.bringing());
        telling.bringing().gone().forEach(entries::remove);
        if (commands.isEmpty() || closed) {
            return;
        }
        List<String> links = telling.bringing().up().toList();
        for (String link : links) {
            Entry entry = entries.computeIfAbsent(link, _ -> new Entry());
            boolean anew = telling.bringing().changed().contains(link);
            entry.times = anew ? 0 : entry.times + 1;
            entry.ended = false;
            entry.settles = renderer.follows();
            entry.words = commands.getFirst() + " is to be run";
        }
        orders.add(new Order(commands, links));
        if (thread.isEmpty()) {
            thread = Optional.of(
                    Thread.ofPlatform().name("enid-manager").daemon().start(this::work));
        }
        notifyAll();
    }

    /** What was asked lately, by the name of the link. */
    public synchronized Map<String, Asked> asked() {
        long now = nanos.getAsLong();
        entries.values().removeIf(entry -> entry.ended && entry.at + rest(entry).toNanos() < now);
        Map<String, Asked> asked = new HashMap<>();
        entries.forEach((link, entry) -> asked.put(link, new Asked(isBusy(entry, now), entry.words)));
        return asked;
    }

    private static Duration rest(Entry entry) {
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(entry.times, 10));
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    private static boolean isBusy(Entry entry, long now) {
        return !entry.ended || (entry.well && entry.settles && now < entry.at + SETTLING.toNanos());
    }

    /** Whether a program runs or is to run. */
    public synchronized boolean isWorking() {
        return working || !orders.isEmpty();
    }

    /**
     * Waits for an answer, or for a moment: what a manager brings about comes without one.
     *
     * @return whether it is worth waiting on; not once this thread was interrupted
     */
    @SuppressWarnings("WaitNotInLoop") // one that ends too early is a moment, too
    public synchronized boolean pause() {
        try {
            wait(MOMENT.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void work() {
        try {
            while (true) {
                Order order;
                synchronized (this) {
                    working = false;
                    notifyAll();
                    while (orders.isEmpty() && !closed) {
                        wait();
                    }
                    if (closed) {
                        return;
                    }
                    order = orders.remove();
                    working = true;
                }
                carryOut(order);
                Runnable told;
                synchronized (this) {
                    told = listener;
                }
                told.run();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** What names no link is for all of them, and for what follows: where it fails there is no sense in the rest. */
    private void carryOut(Order order) throws InterruptedException {
        List<String> well = new ArrayList<>(order.links);
        for (Command command : order.commands) {
            List<String> named =
                    order.links.stream().filter(command.words()::contains).toList();
            List<String> about = named.isEmpty() ? order.links : named;
            say(about, command + " runs", false, true);
            Answer answer = runner.run(command, PATIENCE);
            if (answer.well) {
                String said = answer.words.isEmpty() ? "" : ", and said: " + answer.words;
                say(about, command + " was asked" + said, false, true);
                continue;
            }
            say(about, command + ": " + answer.words, true, false);
            well.removeAll(about);
            if (named.isEmpty()) {
                return;
            }
        }
        synchronized (this) {
            well.stream().map(entries::get).filter(Objects::nonNull).forEach(entry -> {
                entry.ended = true;
                entry.well = true;
                entry.at = nanos.getAsLong();
            });
        }
    }

    private synchronized void say(List<String> links, String words, boolean ended, boolean well) {
        long now = nanos.getAsLong();
        for (String link : links) {
            Entry entry = entries.get(link);
            if (entry != null) {
                entry.words = words;
                entry.ended = ended;
                entry.well = well;
                entry.at = now;
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.ifPresent(Thread::interrupt);
    }
}
