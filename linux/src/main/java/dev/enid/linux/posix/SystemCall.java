package dev.enid.linux.posix;

/** The system calls used, with their numbers in asm/unistd_64.h (x86_64) and asm-generic/unistd.h (aarch64). */
enum SystemCall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    RT_SIGPROCMASK(14, 135),
    IOCTL(16, 29),
    MADVISE(28, 233),
    SOCKET(41, 198),
    CONNECT(42, 203),
    SENDTO(44, 206),
    RECVFROM(45, 207),
    SENDMSG(46, 211),
    RECVMSG(47, 212),
    BIND(49, 200),
    LISTEN(50, 201),
    GETSOCKNAME(51, 204),
    GETPEERNAME(52, 205),
    SETSOCKOPT(54, 208),
    GETSOCKOPT(55, 209),
    EXECVE(59, 221),
    GETEUID(107, 175),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    OPENAT(257, 56),
    /** There is no poll(2) on aarch64. */
    PPOLL(271, 73),
    UNSHARE(272, 97),
    EVENTFD2(290, 19),
    DUP3(292, 24),
    SETNS(308, 268);

    private final int x86;
    private final int arm;

    SystemCall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    int number(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> x86;
            case AARCH64 -> arm;
        };
    }

    /** The machines whose numbers are known here; both are little-endian, which the netlink codec relies on. */
    enum Architecture {
        X86_64,
        AARCH64
    }
}
