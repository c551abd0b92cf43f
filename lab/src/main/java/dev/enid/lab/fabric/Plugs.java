package dev.enid.lab.fabric;

import dev.enid.lab.topology.Vpc;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.Namespace;
import dev.enid.linux.session.RtnetlinkSession;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Links that come and go: each a veth pair, of which one end stays in the fabric, and the other moves into the machine. That
 * move is the hotplug.
 */
final class Plugs implements AutoCloseable {

    /** What ENIs and the VPC's own network take (EC2 User Guide, "Network MTU"). */
    private static final int MTU = 9001;

    private final Namespace fabric;
    private final RtnetlinkSession session;

    Plugs(Namespace fabric) throws IOException {
        OwnNetwork.refuse(fabric);
        this.fabric = fabric;
        this.session = RtnetlinkSession.open(fabric);
    }

    /** Makes the pair, both ends still in the fabric and down. */
    void make(Port port) throws IOException {
        LinkMessage inside =
                LinkMessage.named(port.name()).withMac(Vpc.ROUTER_MAC).withMtu(MTU);
        LinkMessage far = LinkMessage.named(waiting(port)).withMac(port.mac()).withMtu(MTU);
        session.execute(Request.add(LinkMessage.vethPair(inside, far)));
        answerAtOnce(port.name());
    }

    /** The far end's name until it is moved: its MAC address, which nothing else has. */
    private static String waiting(Port port) {
        return "w" + port.mac().toString().replace(":", "");
    }

    /**
     * A proxy answers after a random time of up to 0.8 s (proxy_delay, arp(7)), so as to let the real one be first; there is
     * none here. Older kernels do not show the setting in a user namespace: there, neighbors in a subnet take their time.
     */
    private void answerAtOnce(String port) throws IOException {
        fabric.<Boolean, IOException>call(() -> {
            for (String family : List.of("ipv4", "ipv6")) {
                try {
                    Files.writeString(Path.of("/proc/sys/net", family, "neigh", port, "proxy_delay"), "0\n");
                } catch (NoSuchFileException e) {
                    return false;
                }
            }
            return true;
        });
    }

    /**
     * Moves the far end into a machine, under its name there.
     *
     * @throws LabException when the machine has a link of that name already
     */
    void plug(Port port, Namespace machine, String name) throws IOException {
        OwnNetwork.refuse(machine);
        LinkMessage far = session.link(waiting(port))
                .orElseThrow(() -> new LabException("the plug of " + port.name() + " is not there any more"));
        int index = far.header().index();
        boolean named = rename(index, name);
        try {
            session.execute(Request.set(LinkMessage.of(index)
                    .withName(name)
                    .inNamespace(machine.fd().number())));
        } catch (LinuxException e) {
            if (named) {
                rename(index, waiting(port));
            }
            if (e.errno() == Errno.EEXIST) {
                throw new LabException("there is a link called " + name + " already where " + port.name() + " goes", e);
            }
            throw e;
        }
    }

    /**
     * Gives it its name before it arrives: the kernel's event tells udev there what it was called here
     * (dev_change_net_namespace of net/core/dev.c). False where a port of the fabric has that name; only such an event is wrong
     * then.
     */
    private boolean rename(int index, String name) throws IOException {
        try {
            session.execute(Request.set(LinkMessage.of(index).withName(name)));
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.EEXIST) {
                return false;
            }
            throw e;
        }
    }

    /** Removes the pair, wherever its far end is; none is no error. */
    void pull(String port) throws IOException {
        try {
            session.execute(Request.delete(LinkMessage.named(port)));
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENODEV) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
