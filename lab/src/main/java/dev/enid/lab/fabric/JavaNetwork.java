package dev.enid.lab.fabric;

import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.desire.Reason;
import dev.enid.core.kernel.Link;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Outcome;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;

/**
 * Makes this JVM take IPv6 for available. It decides that once, when {@code java.net} is first used, by the addresses in
 * /proc/net/if_inet6: those of the network namespace of the process's first thread, whichever thread asks. A process that was
 * given a namespace of its own, as {@link Powers#confined} does, starts in one without any address.
 */
public final class JavaNetwork {

    private JavaNetwork() {}

    /**
     * To be called before sockets are used; later it does nothing.
     *
     * @throws LabException when there is no IPv6 to be had
     */
    public static void prepare() throws IOException {
        wakeOwnLoopback();
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.INET6)) {
            socket.isOpen();
        } catch (UnsupportedOperationException e) {
            throw new LabException(
                    "this JVM has no IPv6, which a lab needs: it was started with -Djava.net.preferIPv4Stack=true, or in a "
                            + "network without any IPv6 address, not even ::1; unshare --net -- COMMAND gives it one of its own",
                    e);
        }
    }

    /** In a namespace where nobody has done anything yet, and that is not the machine's, brings up the loopback: ::1 comes with it. */
    private static void wakeOwnLoopback() throws IOException {
        try (Namespace own = Namespace.current()) {
            if (OwnNetwork.isMachines(own)) {
                return;
            }
            try (Kernel kernel = Kernel.open(own)) {
                // Nothing else: reading a file may be the first use.
                List<Link> links = kernel.observe(new Kernel.Scope(false, _ -> false, Set.of()))
                        .links();
                Link first = links.getFirst();
                if (links.size() > 1 || !first.loopback() || first.up()) {
                    return;
                }
                Change up = new Change(
                        new KernelStep.Replace(first, first.withUp(true)), new Reason("a namespace of the lab's own"));
                for (Outcome outcome : kernel.apply(List.of(up))) {
                    if (outcome instanceof Outcome.Failed failed) {
                        throw new LabException("the loopback of this process's own namespace: " + failed.fault());
                    }
                }
            }
        }
    }
}
