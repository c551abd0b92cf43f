package dev.enid.agent.daemon;

import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.ServiceNotifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the service manager how the daemon is; a manager that cannot be told is no reason to stop. */
public final class ServiceState {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceState.class);

    private final ServiceNotifier notifier;
    private final Optional<Duration> watchdog;
    private boolean ready;
    private boolean reachable = true;
    private Instant aliveUntil = Instant.MIN;
    private String status = "";

    /** @param watchdog after which silence counts as hanging; empty where nobody watches */
    public ServiceState(ServiceNotifier notifier, Optional<Duration> watchdog) {
        this.notifier = notifier;
        this.watchdog = watchdog.filter(Duration::isPositive);
    }

    /**
     * From NOTIFY_SOCKET and WATCHDOG_USEC, as sd_notify(3) and sd_watchdog_enabled(3) describe them.
     *
     * @throws IllegalArgumentException when NOTIFY_SOCKET is no socket's name
     */
    public static ServiceState of(Map<String, String> environment) {
        Optional<Duration> watchdog = Optional.ofNullable(environment.get("WATCHDOG_USEC"))
                .filter(text -> text.matches("\\d{1,15}"))
                .map(text -> Duration.ofNanos(Long.parseLong(text) * 1000));
        return new ServiceState(new ServiceNotifier(Optional.ofNullable(environment.get("NOTIFY_SOCKET"))), watchdog);
    }

    /** Until when the daemon may wait at most, so as not to be taken for dead. */
    Instant aliveUntil() {
        return watchdog.isEmpty() ? Instant.MAX : aliveUntil;
    }

    /** Still alive: told when half of the watchdog's time is over. */
    void alive(Instant now) {
        if (watchdog.isPresent() && !now.isBefore(aliveUntil)) {
            aliveUntil = now.plus(watchdog.get().dividedBy(3));
            tell(notifier::alive);
        }
    }

    /** After a pass. */
    void passed(String text) {
        if (!ready) {
            ready = true;
            status = text;
            tell(() -> notifier.ready(text));
        } else if (!text.equals(status)) {
            status = text;
            tell(() -> notifier.status(text));
        }
    }

    void stopping() {
        tell(notifier::stopping);
    }

    private interface Telling {
        void run() throws LinuxException;
    }

    private void tell(Telling telling) {
        try {
            telling.run();
            reachable = true;
        } catch (LinuxException e) {
            if (reachable) {
                LOG.warn("the service manager cannot be told: {}", e.getMessage());
            }
            reachable = false;
        }
    }
}
