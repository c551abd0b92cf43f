package dev.enid.lab.containers;

import dev.enid.core.ip.Ip;
import dev.enid.lab.host.Await;
import dev.enid.lab.probe.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A TCP connection that stays open, and in which a word is said now and then. */
record Talk(String name, Socket socket) implements AutoCloseable {

    static Talk open(Place from, Ip to, int port) throws IOException {
        int patience = (int) Await.PATIENCE.toMillis();
        Socket socket = from.inside(() -> {
            Socket made = new Socket();
            made.setTcpNoDelay(true);
            made.setSoTimeout(patience);
            made.connect(new InetSocketAddress(InetAddress.getByAddress(to.toBytes()), port), patience);
            return made;
        });
        Talk talk = new Talk(from.name() + " to " + to + " " + port, socket);
        talk.say();
        return talk;
    }

    /** A word, and its answer, sooner or later: what gets lost is sent again by TCP. */
    void say() throws IOException {
        try {
            socket.getOutputStream().write('e');
            if (socket.getInputStream().read() != 'e') {
                throw new IOException("the connection has ended");
            }
        } catch (IOException e) {
            throw new IOException("the open connection from " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
