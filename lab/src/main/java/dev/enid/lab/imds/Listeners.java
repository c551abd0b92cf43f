package dev.enid.lab.imds;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

/**
 * Opens the sockets that the service answers on: port 80 of 169.254.169.254, and of fd00:ec2::254 where the endpoint has IPv6.
 *
 * <p>A socket stays in the network namespace of the thread that opened it, whoever uses it then; the lab does it on a thread
 * inside of its fabric. They are closed while connections are to be refused, and then opened again.
 */
@FunctionalInterface
public interface Listeners {

    /** Bound, blocking, listening, with a backlog of many. */
    List<ServerSocketChannel> open() throws IOException;
}
