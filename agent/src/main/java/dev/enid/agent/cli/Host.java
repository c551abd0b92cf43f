package dev.enid.agent.cli;

import dev.enid.agent.control.ControlClient;
import dev.enid.agent.control.DaemonLock;
import dev.enid.agent.imds.Timing;
import dev.enid.agent.operations.LocalOperations;
import dev.enid.agent.operations.OperationFailed;
import dev.enid.agent.operations.Operations;
import dev.enid.core.report.EventView;
import java.util.Optional;
import java.util.function.Consumer;

/** This host, for commands: its daemon answers where one runs, and this process itself where none does. */
final class Host {

    private final Surroundings surroundings;
    private final Timing timing = Timing.real();

    private Host(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** One thing that is asked of it. */
    @FunctionalInterface
    interface Asked<T> {
        T of(Operations operations) throws OperationFailed, InterruptedException;
    }

    /** Asks for something that changes nothing. */
    static <T> T ask(Surroundings surroundings, Asked<T> asked) throws CommandFailed, InterruptedException {
        return orSay(() -> {
            Host host = new Host(surroundings);
            try (ControlClient daemon = host.daemon().orElse(null)) {
                return asked.of(daemon == null ? host.itself() : daemon);
            }
        });
    }

    /** One look of this process itself, whether a daemon runs or not. */
    @FunctionalInterface
    interface Looked<T> {
        T at(LocalOperations host) throws OperationFailed;
    }

    /** Looks, for what a daemon does not answer. */
    static <T> T look(Surroundings surroundings, Looked<T> looked) throws CommandFailed {
        try {
            return looked.at(new Host(surroundings).itself());
        } catch (OperationFailed failed) {
            throw said(failed);
        }
    }

    /**
     * Has something changed.
     *
     * @param command as the person typed it, for what to type instead
     */
    static <T> T change(Surroundings surroundings, String command, Asked<T> asked)
            throws CommandFailed, InterruptedException {
        return orSay(() -> {
            Host host = new Host(surroundings);
            try (ControlClient daemon = host.daemon().orElse(null)) {
                if (daemon != null) {
                    return asked.of(daemon);
                }
            }
            mustBeRoot(surroundings, command);
            try (DaemonLock _ = DaemonLock.take(surroundings.paths())) {
                return asked.of(host.itself());
            }
        });
    }

    /** Hears what the daemon does until it stops. */
    static void follow(Surroundings surroundings, Consumer<EventView> listener)
            throws CommandFailed, InterruptedException {
        orSay(() -> {
            try (ControlClient daemon = new Host(surroundings)
                    .daemon()
                    .orElseThrow(() -> new OperationFailed(
                            "no daemon runs on this host, so there is nothing to follow",
                            "sudo systemctl start enid, or: sudo enid daemon"))) {
                daemon.follow(() -> sayFollowing(surroundings.err()), listener);
                return Exit.OK;
            }
        });
    }

    /** Until something happens there is nothing else to see. */
    private static void sayFollowing(Terminal err) {
        if (err.interactive()) {
            err.line(err.styles().faint("following the daemon; Ctrl-C ends it"));
        }
    }

    /** Changing the kernel's tables takes CAP_NET_ADMIN; said before anything is tried. */
    static void mustBeRoot(Surroundings surroundings, String command) throws CommandFailed {
        if (!surroundings.root()) {
            throw new CommandFailed(
                    Exit.FAILURE, command + " changes the host's network, which only root may", "sudo " + command);
        }
    }

    private Optional<ControlClient> daemon() throws OperationFailed {
        return ControlClient.connect(surroundings.paths(), timing.nanos());
    }

    private LocalOperations itself() {
        return new LocalOperations(surroundings.paths(), surroundings.environment(), timing);
    }

    private interface Tried<T> {
        T get() throws OperationFailed, CommandFailed, InterruptedException;
    }

    private static <T> T orSay(Tried<T> tried) throws CommandFailed, InterruptedException {
        try {
            return tried.get();
        } catch (OperationFailed failed) {
            throw said(failed);
        }
    }

    /** What cannot be done, in the words of whoever could not. */
    static CommandFailed said(OperationFailed failed) {
        return new CommandFailed(Exit.FAILURE, failed, failed.lines().toArray(String[]::new));
    }
}
