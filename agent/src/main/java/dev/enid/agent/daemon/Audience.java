package dev.enid.agent.daemon;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who hear of the daemon's events: the log, and whoever subscribes. */
final class Audience {

    private static final Logger LOG = LoggerFactory.getLogger("enid");

    private final List<Consumer<DaemonEvent>> listeners = new CopyOnWriteArrayList<>();

    void tell(DaemonEvent event) {
        switch (event.level()) {
            case DEBUG -> LOG.debug("{}", event.line());
            case INFO -> LOG.info("{}", event.line());
            case WARN -> LOG.warn("{}", event.line());
        }
        listeners.removeIf(listener -> hasLeft(listener, event));
    }

    private static boolean hasLeft(Consumer<DaemonEvent> listener, DaemonEvent event) {
        try {
            listener.accept(event);
            return false;
        } catch (RuntimeException e) {
            LOG.debug("a listener left", e);
            return true;
        }
    }

    DaemonAccess.Subscription subscribe(Consumer<DaemonEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
