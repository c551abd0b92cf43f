package dev.enid.linux.posix;

import java.nio.file.Path;

/**
 * The network namespace of the calling thread. It is the kernel thread's own: change it only on a platform thread made for
 * that, for a virtual thread moves between kernel threads, and threads started from here inherit it.
 */
public final class ThreadNamespace {

    /** CLONE_NEWNET of linux/sched.h. */
    private static final long CLONE_NEWNET = 0x40000000;

    private ThreadNamespace() {}

    /** The namespace this thread is in, held open. /proc/self would be the main thread's. */
    public static Fd current() throws LinuxException {
        return Fd.open(Path.of("/proc/thread-self/ns/net"));
    }

    /**
     * Moves this thread into a new, empty namespace.
     *
     * @throws LinuxException EPERM without CAP_SYS_ADMIN
     */
    public static void leave() throws LinuxException {
        refuseVirtual();
        Libc.checked(Libc.call(SystemCall.UNSHARE, CLONE_NEWNET), "unshare CLONE_NEWNET");
    }

    /**
     * Moves this thread into an existing namespace.
     *
     * @throws LinuxException EINVAL when the descriptor is no network namespace, EPERM without CAP_SYS_ADMIN there
     */
    public static void enter(Fd namespace) throws LinuxException {
        refuseVirtual();
        Libc.checked(Libc.call(SystemCall.SETNS, namespace.number(), CLONE_NEWNET), "setns CLONE_NEWNET");
    }

    private static void refuseVirtual() {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread has no network namespace of its own");
        }
    }
}
