package dev.enid.lab.host;

import dev.enid.core.ip.Ip;
import dev.enid.lab.fabric.LabVpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A connection that is not bound to any address of its host. */
final class Conversation {

    private Conversation() {}

    /** The source the kernel chose for a connection that got its answer. */
    static Ip source(LabVpc lab, String from, Ip to, int port) throws IOException {
        return lab.inside(from, () -> {
            try (Socket socket = new Socket()) {
                int patience = (int) Await.PATIENCE.toMillis();
                socket.setSoTimeout(patience);
                socket.connect(new InetSocketAddress(InetAddress.getByAddress(to.toBytes()), port), patience);
                socket.getOutputStream().write('e');
                if (socket.getInputStream().read() != 'e') {
                    throw new IOException(to + " closed the connection");
                }
                return Ip.ofBytes(socket.getLocalAddress().getAddress());
            } catch (IOException e) {
                throw new IOException("from " + from + " to " + to + ": " + e.getMessage(), e);
            }
        });
    }
}
