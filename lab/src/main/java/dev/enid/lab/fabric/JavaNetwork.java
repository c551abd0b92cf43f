package dev.enid.lab.fabric;

import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * Makes this JVM take IPv6 for available. It decides that once, when {@code java.net} is first used, by the addresses in the
 * namespace of the thread that does; a lab in a user namespace starts in one that has none.
 */
public final class JavaNetwork {

    private JavaNetwork() {}

    /** To be called before sockets are used; later it does nothing. */
    public static void prepare() throws IOException {
        try (Namespace namespace = Namespace.create()) {
            HostNetwork.configure(namespace, "lo", _ -> List.of());
            namespace.<Boolean, IOException>call(() -> {
                try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.INET6)) {
                    return socket.isOpen();
                } catch (UnsupportedOperationException e) {
                    throw new LabException(
                            "this JVM has no IPv6, which a lab needs: it was started with "
                                    + "-Djava.net.preferIPv4Stack=true, or used the network before the lab did",
                            e);
                }
            });
        }
    }
}
