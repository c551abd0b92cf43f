package dev.enid.lab.containers;

import java.io.IOException;

/** What runs containers in a machine of the lab. */
public sealed interface Engine extends AutoCloseable permits Docker, PlainBridges {

    /** For a person: what it is, and which version. */
    String description();

    /**
     * Starts a container that does nothing until the end: what is to be answered in it is answered by {@link Container#place}.
     *
     * @param network its network, made where it is not there yet; {@link #FIRST} is that which is always there
     * @param port of the host, of TCP and UDP, which leads to the same of the container
     */
    Container publish(String name, String network, int port) throws IOException, InterruptedException;

    /** The network that every engine has. */
    String FIRST = "bridge";

    @Override
    void close() throws IOException;
}
