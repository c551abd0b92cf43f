package dev.enid.lab.ec2;

import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The ways to the server: one on the machine, and one in each instance that runs. */
final class Doors implements AutoCloseable {

    private final LabVpc network;
    private final InetSocketAddress server;
    private final int port;
    private final Optional<Door> machine;
    private final Map<String, Door> inside = new HashMap<>();
    private boolean closed;

    /** @param port of the loopback address, the same everywhere */
    Doors(LabVpc network, InetSocketAddress server, int port, Optional<ServerSocketChannel> machine) {
        this.network = network;
        this.server = server;
        this.port = port;
        this.machine = machine.map(channel -> Door.open(channel, server));
    }

    /**
     * Opens those of instances that have come up, and closes those of instances that end: a socket would keep their network.
     * Machines outside have one as well, as if they reached EC2 by the Internet.
     */
    synchronized void follow(Vpc vpc) throws IOException {
        if (closed) {
            return;
        }
        Set<String> running = vpc.instances().values().stream()
                .filter(VpcInstance::running)
                .map(VpcInstance::name)
                .collect(Collectors.toCollection(HashSet::new));
        running.addAll(vpc.outside().keySet());
        for (String name : Set.copyOf(inside.keySet())) {
            if (!running.contains(name)) {
                close(Optional.ofNullable(inside.remove(name)));
            }
        }
        for (String name : running) {
            if (!inside.containsKey(name)) {
                inside.put(name, Door.open(network.inside(name, this::listen), server));
            }
        }
    }

    private ServerSocketChannel listen() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            return channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void close(Optional<Door> door) throws IOException {
        if (door.isPresent()) {
            door.get().close();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        close(machine);
        for (Door door : inside.values()) {
            door.close();
        }
    }
}
