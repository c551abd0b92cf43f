package dev.enid.linux.posix;

/** Who this process is. */
public final class Credentials {

    private Credentials() {}

    /** The effective user id; 0 is root, of the user namespace the process is in. */
    public static int effectiveUser() {
        return (int) Libc.call(SystemCall.GETEUID, 0);
    }
}
