package dev.enid.linux.session;

import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.Fd;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.ThreadNamespace;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A network namespace, kept alive by an open descriptor. Work in it is done on platform threads of its own: a thread's
 * namespace is the kernel's business, and a pooled or virtual thread that changed it would take others along.
 *
 * <p>Threads that are started by work in here are in this namespace too, and so are processes; sockets belong to it
 * whoever uses them later. Beware of what a JVM does once and for all: whether it uses IPv6, it decides from
 * /proc/net/if_inet6 when {@code java.net} is first used, and in an empty namespace that says no.
 */
public final class Namespace implements AutoCloseable {

    /** Work to be done in a namespace. */
    @FunctionalInterface
    public interface Work<T, X extends Exception> {
        T call() throws X;
    }

    private final Fd fd;

    private Namespace(Fd fd) {
        this.fd = fd;
    }

    /** The one of the calling thread. */
    public static Namespace current() throws LinuxException {
        return new Namespace(ThreadNamespace.current());
    }

    /**
     * A new one, with a loopback link that is down and nothing else. It ends with the last that uses it.
     *
     * @throws LinuxException EPERM without CAP_SYS_ADMIN, ENOSPC beyond user.max_net_namespaces
     */
    public static Namespace create() throws LinuxException {
        return new Namespace(onThread("enid-netns-new", () -> {
            ThreadNamespace.leave();
            return ThreadNamespace.current();
        }));
    }

    /** The one that a file stands for: /run/netns/NAME, /proc/PID/ns/net. */
    public static Namespace at(Path path) throws LinuxException {
        return new Namespace(Fd.open(path));
    }

    /** The one that a process is in. */
    public static Namespace ofProcess(long process) throws LinuxException {
        return at(Path.of("/proc/" + process + "/ns/net"));
    }

    /** Its descriptor: for {@code IFLA_NET_NS_FD}, and to bind it to a name. */
    public Fd fd() {
        return fd;
    }

    /**
     * Does the work on a thread that is in this namespace, and waits for it.
     *
     * @throws LinuxException EINVAL when this is no network namespace, EPERM when it may not be entered
     */
    public <T, X extends Exception> T call(Work<T, X> work) throws LinuxException, X {
        return onThread("enid-netns", () -> {
            ThreadNamespace.enter(fd);
            return work.call();
        });
    }

    /** Starts a daemon thread that stays in this namespace. */
    public Thread start(String name, Runnable work) throws LinuxException {
        return call(() -> Thread.ofPlatform().name(name).daemon().start(work));
    }

    /** A thread for each piece of work costs some 50 us, and none is left behind in a wrong namespace. */
    @SuppressWarnings("unchecked")
    private static <T, X extends Exception> T onThread(String name, Work<T, ? extends Exception> work)
            throws LinuxException, X {
        FutureTask<T> task = new FutureTask<>(work::call);
        Thread thread = Thread.ofPlatform().name(name).daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Error failure) {
                throw failure;
            }
            // Work throws X, a LinuxException or what is unchecked.
            throw (X) cause;
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new LinuxException(Errno.EINTR, "wait for work in a network namespace", Optional.empty());
        }
    }

    /** Lets go of the namespace; links, processes and names in it keep it alive. */
    @Override
    public void close() {
        fd.close();
    }
}
