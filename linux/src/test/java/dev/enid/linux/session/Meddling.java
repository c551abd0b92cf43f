package dev.enid.linux.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.Received;
import java.time.Duration;

/** The real kernel, where somebody changes something once, right after a datagram of a dump was read. */
final class Meddling implements Transport {

    /** What somebody does. */
    @FunctionalInterface
    interface Change {
        void make() throws LinuxException;
    }

    private final Transport real;
    private final Change change;
    private int datagramsUntilChange;

    Meddling(Transport real, int datagram, Change change) {
        this.real = real;
        this.datagramsUntilChange = datagram;
        this.change = change;
    }

    @Override
    public void send(byte[] bytes, int from, int length) throws LinuxException {
        real.send(bytes, from, length);
    }

    @Override
    public Received receive(Duration longest) throws LinuxException {
        Received received = real.receive(longest);
        datagramsUntilChange--;
        if (datagramsUntilChange == 0) {
            change.make();
        }
        return received;
    }

    @Override
    public int receiveBuffer() throws LinuxException {
        return real.receiveBuffer();
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
        assertThat(datagramsUntilChange).as("datagrams read before the change").isNotPositive();
        real.close();
    }
}
