package dev.enid.agent.control;

import dev.enid.agent.operations.OperationFailed;
import dev.enid.agent.settings.Paths;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** That this process alone changes the host. The kernel lets go of the lock when the process ends, however it ends. */
public final class DaemonLock implements AutoCloseable {

    private final FileChannel file;

    private DaemonLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the lock, without waiting.
     *
     * @throws OperationFailed naming the process that has it, or why there is no lock to be had
     */
    public static DaemonLock take(Paths paths) throws OperationFailed {
        Path path = paths.daemonLock();
        FileChannel file;
        try {
            Files.createDirectories(
                    paths.run(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            file = FileChannel.open(
                    path,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            throw new OperationFailed(e, path + " cannot be written", "it takes root: run it with sudo");
        } catch (IOException e) {
            throw new OperationFailed(e, path + " cannot be opened: " + e.getMessage());
        }
        boolean taken = false;
        try {
            Optional<FileLock> lock = tryLock(file);
            if (lock.isEmpty()) {
                throw new OperationFailed(
                        "enid runs already" + holder(file) + ", and one of it is enough",
                        "`enid status` asks it, `sudo systemctl restart enid` starts it anew");
            }
            file.truncate(0);
            file.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            taken = true;
            return new DaemonLock(file);
        } catch (IOException e) {
            throw new OperationFailed(e, path + " cannot be locked: " + e.getMessage());
        } finally {
            if (!taken) {
                close(file);
            }
        }
    }

    private static Optional<FileLock> tryLock(FileChannel file) throws IOException {
        try {
            return Optional.ofNullable(file.tryLock());
        } catch (OverlappingFileLockException e) {
            // This very process has it, as in a test of two daemons.
            return Optional.empty();
        }
    }

    private static String holder(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        file.read(bytes, 0);
        String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        return pid.matches("\\d{1,10}") ? " (process " + pid + ")" : "";
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing was written that could be lost.
        }
    }

    @Override
    public void close() {
        close(file);
    }
}
