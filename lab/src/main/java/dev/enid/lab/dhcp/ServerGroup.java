package dev.enid.lab.dhcp;

import dev.enid.core.ip.Ip;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.linux.posix.LinkSocket;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.Event;
import dev.enid.linux.session.Group;
import dev.enid.linux.session.Monitor;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Keeps every ENI's port in the group that DHCPv6 clients send to. The kernel tells when a port comes or goes: long before its
 * host has an address to send from.
 */
final class ServerGroup implements AutoCloseable {

    /** All_DHCP_Relay_Agents_and_Servers (RFC 8415, section 7.1). */
    private static final Ip SERVERS = Ip.parse("ff02::1:2");

    private static final Duration LONG = Duration.ofHours(1);

    private final LabVpc network;
    private final LinkSocket socket;
    private final Monitor monitor;
    private final Map<String, Integer> joined = new HashMap<>();
    private final Thread thread;

    private ServerGroup(LabVpc network, LinkSocket socket, Monitor monitor) {
        this.network = network;
        this.socket = socket;
        this.monitor = monitor;
        this.thread = Thread.ofPlatform().daemon().name("dhcp-links").unstarted(this::listen);
    }

    /** Lets the socket take what is sent to the group by those ports that there are, at any time until closed. */
    static ServerGroup keep(LabVpc network, LinkSocket socket) throws IOException {
        Monitor monitor = network.inside(LabVpc.FABRIC, () -> Monitor.open(Set.of(Group.LINK)));
        ServerGroup group = new ServerGroup(network, socket, monitor);
        group.settle();
        group.thread.start();
        return group;
    }

    private void listen() {
        try {
            while (true) {
                Event event = monitor.next(LONG);
                while (!(event instanceof Event.Quiet)) {
                    if (event instanceof Event.Woken) {
                        return;
                    }
                    event = monitor.next(Duration.ZERO);
                }
                settle();
            }
        } catch (LinuxException | IllegalStateException e) {
            // The monitor is closed, and nobody comes or goes any more.
        }
    }

    private void settle() {
        Set<String> enis = network.vpc().enis().keySet();
        Set<String> known = new HashSet<>(joined.keySet());
        known.addAll(enis);
        for (String name : known) {
            OptionalInt link = enis.contains(name) ? socket.linkIndex(name) : OptionalInt.empty();
            Integer before = joined.get(name);
            if (before != null && (link.isEmpty() || link.getAsInt() != before)) {
                leave(name, before);
            }
            link.ifPresent(index -> join(name, index));
        }
    }

    private void join(String name, int link) {
        if (joined.containsKey(name)) {
            return;
        }
        try {
            socket.join(SERVERS, link);
            joined.put(name, link);
        } catch (LinuxException e) {
            // Gone already: its end is another event.
        }
    }

    private void leave(String name, int link) {
        joined.remove(name);
        try {
            socket.leave(SERVERS, link);
        } catch (LinuxException e) {
            // The kernel has forgotten it by itself.
        }
    }

    @Override
    public void close() {
        monitor.wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        monitor.close();
    }
}
