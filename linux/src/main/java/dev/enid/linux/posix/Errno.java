package dev.enid.linux.posix;

import org.jspecify.annotations.Nullable;

/** Errors of system calls and of netlink answers, by their names in asm-generic/errno-base.h and errno.h. */
public enum Errno {
    EPERM(1, "not permitted"),
    ENOENT(2, "no such file, rule or object"),
    ESRCH(3, "no such route or process"),
    EINTR(4, "interrupted"),
    EIO(5, "input or output error"),
    ENXIO(6, "no such device or address"),
    E2BIG(7, "too long"),
    EBADF(9, "bad file descriptor"),
    EAGAIN(11, "not now"),
    ENOMEM(12, "out of memory"),
    EACCES(13, "permission denied"),
    EFAULT(14, "bad address in memory"),
    EBUSY(16, "busy"),
    EEXIST(17, "exists already"),
    EXDEV(18, "across devices"),
    ENODEV(19, "no such device"),
    ENOTDIR(20, "not a directory"),
    EISDIR(21, "is a directory"),
    EINVAL(22, "invalid argument"),
    ENFILE(23, "too many open files in the system"),
    EMFILE(24, "too many open files"),
    ENOSPC(28, "no space left"),
    EROFS(30, "read-only file system"),
    EPIPE(32, "broken pipe"),
    ERANGE(34, "out of range"),
    ENAMETOOLONG(36, "name too long"),
    ENOSYS(38, "the kernel has no such call"),
    ELOOP(40, "too many symbolic links, or a loop of links"),
    ENODATA(61, "no data"),
    EPROTO(71, "protocol error"),
    EBADMSG(74, "malformed message"),
    EOVERFLOW(75, "value too large"),
    ENOTUNIQ(76, "name not unique"),
    EMSGSIZE(90, "message too long"),
    EPROTONOSUPPORT(93, "protocol not supported"),
    EOPNOTSUPP(95, "not supported"),
    EAFNOSUPPORT(97, "address family not supported"),
    EADDRINUSE(98, "address in use"),
    EADDRNOTAVAIL(99, "no such address here"),
    ENETDOWN(100, "network is down"),
    ENETUNREACH(101, "network unreachable"),
    ECONNABORTED(103, "connection aborted"),
    ECONNRESET(104, "connection reset"),
    ENOBUFS(105, "no buffer space"),
    ENOTCONN(107, "not connected"),
    ETIMEDOUT(110, "timed out"),
    ECONNREFUSED(111, "connection refused"),
    EHOSTDOWN(112, "host is down"),
    EHOSTUNREACH(113, "no route to host"),
    EALREADY(114, "already in progress"),
    ESTALE(116, "stale handle"),
    EDQUOT(122, "quota exceeded"),
    /** Any number that is not in this list. */
    OTHER(0, "error");

    private static final @Nullable Errno[] BY_NUMBER = new @Nullable Errno[EDQUOT.number + 1];

    static {
        for (Errno each : values()) {
            BY_NUMBER[each.number] = each;
        }
    }

    private final int number;
    private final String words;

    Errno(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** The error of that positive number, {@link #OTHER} for one not listed. */
    public static Errno of(int number) {
        if (number <= 0 || number >= BY_NUMBER.length) {
            return OTHER;
        }
        Errno found = BY_NUMBER[number];
        return found == null ? OTHER : found;
    }

    /** The kernel's number, positive; 0 for {@link #OTHER}. */
    public int number() {
        return number;
    }

    /** What it means, in a few words. */
    public String words() {
        return words;
    }
}
