package dev.enid.agent.daemon;

import dev.enid.linux.posix.LinuxException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that listens to the kernel. It tells what matters, and begins anew when its socket fails. */
final class Listener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration BEFORE_ANOTHER = Duration.ofSeconds(1);

    private final KernelEvents.Source source;
    private final Inbox inbox;
    private final Thread thread;
    private KernelEvents events;
    private volatile boolean closing;

    /** Listens from now on, so that nothing is missed between a first look and the first event. */
    Listener(String name, KernelEvents.Source source, Inbox inbox) throws LinuxException {
        this.source = source;
        this.inbox = inbox;
        this.events = source.open();
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::listen);
    }

    void start() {
        thread.start();
    }

    private void listen() {
        while (!closing) {
            try {
                while (!closing) {
                    Sieve.notices(current().next(LONG)).forEach(notice -> inbox.put(new Letter.Heard(notice)));
                }
            } catch (LinuxException | RuntimeException e) {
                if (!closing) {
                    LOG.warn("listening to the kernel failed and begins anew", e);
                    reopen();
                }
            }
        }
    }

    private synchronized KernelEvents current() {
        return events;
    }

    private void reopen() {
        try {
            current().close();
            Thread.sleep(BEFORE_ANOTHER);
            KernelEvents fresh = source.open();
            synchronized (this) {
                events = fresh;
            }
            inbox.put(new Letter.Heard(new Notice.Anything()));
        } catch (LinuxException e) {
            LOG.warn("the kernel cannot be listened to; tried again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    @Override
    public void close() {
        closing = true;
        current().close();
        thread.interrupt();
    }
}
