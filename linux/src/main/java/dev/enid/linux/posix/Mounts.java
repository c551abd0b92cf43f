package dev.enid.linux.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Bind mounts in the process's mount namespace. */
public final class Mounts {

    /** MS_BIND, MS_REC and MS_SHARED of linux/mount.h. */
    private static final long BIND = 4096;

    private static final long RECURSIVE = 16384;
    private static final long SHARED = 1 << 20;
    /** MNT_DETACH of linux/fs.h: gone from the tree at once, freed with its last user. */
    private static final long DETACH = 2;

    private Mounts() {}

    /** {@code mount --bind source target}; the target exists. */
    public static void bind(Path source, Path target) throws LinuxException {
        mount(source.toString(), target, BIND, "mount --bind " + source + " " + target);
    }

    /** {@code mount --rbind source target}. */
    public static void bindTree(Path source, Path target) throws LinuxException {
        mount(source.toString(), target, BIND | RECURSIVE, "mount --rbind " + source + " " + target);
    }

    /**
     * {@code mount --make-rshared target}.
     *
     * @throws LinuxException EINVAL when the target is no mount point
     */
    public static void share(Path target) throws LinuxException {
        mount("", target, SHARED | RECURSIVE, "mount --make-rshared " + target);
    }

    private static void mount(String source, Path target, long flags, String request) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(source);
            MemorySegment to = arena.allocateFrom(target.toString());
            MemorySegment type = arena.allocateFrom("none");
            long result = Libc.call(SystemCall.MOUNT, from.address(), to.address(), type.address(), flags, 0, 0);
            Libc.checked(result, request);
        }
    }

    /**
     * {@code umount --lazy target}.
     *
     * @throws LinuxException EINVAL when the target is no mount point, ENOENT when it is not there
     */
    public static void unmount(Path target) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(target.toString());
            long result = Libc.call(SystemCall.UMOUNT2, path.address(), DETACH);
            Libc.checked(result, "umount --lazy " + target);
        }
    }
}
