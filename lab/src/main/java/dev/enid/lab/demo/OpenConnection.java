package dev.enid.lab.demo;

import dev.enid.core.ip.Ip;
import dev.enid.lab.probe.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A TCP connection that stays open, and in which a word is said now and then. */
record OpenConnection(Ip to, Socket socket) implements AutoCloseable {

    static OpenConnection open(Place from, Ip to, int port, Duration patience) throws IOException {
        int millis = (int) patience.toMillis();
        Socket socket = from.inside(() -> {
            Socket made = new Socket();
            made.setTcpNoDelay(true);
            made.setSoTimeout(millis);
            made.connect(new InetSocketAddress(InetAddress.getByAddress(to.toBytes()), port), millis);
            return made;
        });
        return new OpenConnection(to, socket);
    }

    /** Whether a word gets its answer. What is lost on the way TCP sends again. */
    boolean goesOn() {
        try {
            socket.getOutputStream().write('e');
            return socket.getInputStream().read() == 'e';
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
