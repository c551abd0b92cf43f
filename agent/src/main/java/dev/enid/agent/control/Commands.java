package dev.enid.agent.control;

import dev.enid.agent.daemon.DaemonAccess;
import dev.enid.agent.daemon.DaemonEvent;
import dev.enid.agent.operations.DaemonOperations;
import dev.enid.agent.operations.OperationFailed;
import dev.enid.core.desire.EniSelector;
import dev.enid.core.ip.Quoted;
import dev.enid.core.report.ApplyView;
import dev.enid.core.report.EventView;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Has a daemon do what a request says, if whoever asks may ask it. */
final class Commands implements Handler {

    private final DaemonAccess daemon;
    private final DaemonOperations operations;
    private final Optional<String> group;
    private final InstantSource clock;

    Commands(DaemonAccess daemon, DaemonOperations operations, Optional<String> group, InstantSource clock) {
        this.daemon = daemon;
        this.operations = operations;
        this.group = group;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Answer> answer(Request request, Peer peer) {
        Optional<Request.Verb> verb = Request.Verb.of(request.command());
        if (verb.isEmpty()) {
            return now(Answer.failed("the daemon knows no command " + Quoted.of(request.command())));
        }
        try {
            if (verb.get().changes() && !peer.mayChange(group)) {
                return now(Answer.failed(
                        "user " + peer.name() + " may not have the daemon "
                                + verb.get().word(),
                        "it takes root: sudo enid " + verb.get().word()
                                + group.map(name -> ", or a member of the group " + name)
                                        .orElse("")));
            }
            return answer(verb.get(), request);
        } catch (OperationFailed e) {
            return now(Answer.failed(e.lines()));
        } catch (IOException | RuntimeException e) {
            return now(Answer.failed("an error of the daemon itself: " + e, "please report it"));
        }
    }

    private CompletableFuture<Answer> answer(Request.Verb verb, Request request) throws OperationFailed {
        return switch (verb) {
            case STATUS -> now(Answer.of(operations.status()));
            case PLAN -> now(Answer.of(operations.plan()));
            case EXPLAIN ->
                now(Answer.of(operations.explain(
                        request.packet().orElseThrow(() -> new OperationFailed("explain needs a packet")))));
            case EVENTS -> now(Answer.following());
            case APPLY -> later(operations.apply());
            case UP -> later(operations.up(eni(request)));
            case DOWN -> later(operations.down(eni(request)));
        };
    }

    private static EniSelector eni(Request request) throws OperationFailed {
        try {
            return EniSelector.parse(
                    request.eni().orElseThrow(() -> new OperationFailed(request.command() + " needs an interface")));
        } catch (IllegalArgumentException e) {
            throw new OperationFailed(e, String.valueOf(e.getMessage()));
        }
    }

    private static CompletableFuture<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static CompletableFuture<Answer> later(CompletableFuture<ApplyView> view) {
        return view.thenApply(Answer::of);
    }

    @Override
    public AutoCloseable follow(Consumer<EventView> listener) {
        return daemon.subscribe(event -> {
            if (event.level() != DaemonEvent.Level.DEBUG) {
                listener.accept(view(event));
            }
        });
    }

    private EventView view(DaemonEvent event) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String text = at.toString();
        return new EventView(
                // Instant leaves out a fraction that is zero; all lines are to be as long.
                text.indexOf('.') < 0 ? text.replace("Z", ".000Z") : text,
                kind(event),
                event.level().name().toLowerCase(java.util.Locale.ROOT),
                link(event),
                event.line());
    }

    private static String kind(DaemonEvent event) {
        return switch (event) {
            case DaemonEvent.Started _ -> "started";
            case DaemonEvent.Changed _ -> "changed";
            case DaemonEvent.Passed _ -> "passed";
            case DaemonEvent.FaultBegan _ -> "fault-began";
            case DaemonEvent.FaultEnded _ -> "fault-ended";
            case DaemonEvent.EniState _ -> "eni";
            case DaemonEvent.HeldBack _ -> "withheld";
            case DaemonEvent.GivenUp _ -> "given-up";
            case DaemonEvent.BackOffBegan _ -> "back-off-began";
            case DaemonEvent.BackOffEnded _ -> "back-off-ended";
            case DaemonEvent.Stopping _ -> "stopping";
        };
    }

    private static String link(DaemonEvent event) {
        return switch (event) {
            case DaemonEvent.Changed changed -> changed.link();
            case DaemonEvent.EniState state -> state.link();
            case DaemonEvent.GivenUp givenUp -> givenUp.link();
            case DaemonEvent.Started _,
                    DaemonEvent.Passed _,
                    DaemonEvent.FaultBegan _,
                    DaemonEvent.FaultEnded _,
                    DaemonEvent.HeldBack _,
                    DaemonEvent.BackOffBegan _,
                    DaemonEvent.BackOffEnded _,
                    DaemonEvent.Stopping _ -> "";
        };
    }
}
