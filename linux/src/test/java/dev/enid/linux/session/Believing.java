package dev.enid.linux.session;

import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.Received;
import java.time.Duration;

/** The real kernel over a socket whose receive buffer is not what its owner believes. */
record Believing(Transport real, int receiveBuffer) implements Transport {

    @Override
    public void send(byte[] bytes, int from, int length) throws LinuxException {
        real.send(bytes, from, length);
    }

    @Override
    public Received receive(Duration longest) throws LinuxException {
        return real.receive(longest);
    }

    @Override
    public void join(Group group) throws LinuxException {
        real.join(group);
    }

    @Override
    public void leave(Group group) throws LinuxException {
        real.leave(group);
    }

    @Override
    public void close() {
        real.close();
    }
}
