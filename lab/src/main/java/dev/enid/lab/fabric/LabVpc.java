package dev.enid.lab.fabric;

import dev.enid.core.ip.Cidr;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A VPC that is up. Every operation is refused whole, with {@link VpcException}, or done when it returns: packets pass.
 * May be called from any thread; changes are made one after the other.
 */
public interface LabVpc extends AutoCloseable {

    /** The name of the fabric among {@link #machines}. */
    String FABRIC = "fabric";

    /** The lab's name. */
    String name();

    /** The VPC as it is now, or as it will be in a moment: an ENI is attached here before its link appears. */
    Vpc vpc();

    /**
     * Changes the VPC, and the machines and packets with it: the one way in for every change. Links appear and vanish as the
     * attachments of the VPC do, at once or after the {@link #delays}; machines boot and end as instances do.
     *
     * @param change from the VPC as it is to the VPC as it should be
     * @throws VpcException when the change is refused; nothing has changed then
     * @throws IOException when the kernel refuses
     */
    Vpc change(UnaryOperator<Vpc> change) throws IOException;

    /** The same without delays, for who does not want to wait: a forced detach. */
    Vpc changeAtOnce(UnaryOperator<Vpc> change) throws IOException;

    /** Sets the delays, also for what is on its way. */
    void delays(Delays delays) throws IOException;

    Delays delays();

    /**
     * Attaches ENIs. The fabric is ready for all of them before the first link appears, so what is measured from there on is
     * the host's own time.
     *
     * @throws VpcException when one is refused; none is attached then
     */
    default Vpc attach(List<AttachRequest> requests) throws IOException {
        return change(vpc -> {
            Vpc after = vpc;
            for (AttachRequest request : requests) {
                after = after.attach(request);
            }
            return after;
        });
    }

    /** Attaches one ENI. */
    default Vpc attach(AttachRequest request) throws IOException {
        return attach(List.of(request));
    }

    /**
     * Detaches an ENI: its link vanishes from the instance, as a device that is pulled out.
     *
     * @param eni name, id or MAC address
     */
    default Vpc detach(String eni) throws IOException {
        return change(vpc -> vpc.detach(eni));
    }

    /** Assigns addresses and prefixes: the VPC delivers and accepts them from now on; the host is not touched. */
    default Vpc assign(String eni, AssignRequest request) throws IOException {
        return change(vpc -> vpc.assign(eni, request));
    }

    /**
     * Takes addresses and prefixes away.
     *
     * @param owned addresses as /32 and /128
     */
    default Vpc unassign(String eni, List<Cidr> owned) throws IOException {
        return change(vpc -> vpc.unassign(eni, owned));
    }

    /** Calls {@code watcher} with the VPC after each change, on the thread that makes it and before links appear or vanish. */
    void watch(Consumer<Vpc> watcher);

    /** Those that run: the fabric, then the instances, then the machines outside. */
    List<Machine> machines();

    /**
     * The machine of that name.
     *
     * @throws VpcException when there is none
     */
    Machine machine(String name);

    /**
     * Runs {@code action} on a thread of its own that is in the machine's network namespace. Sockets made there stay there
     * when the thread has ended.
     *
     * @throws IOException what the action threw, or why the namespace could not be entered
     */
    <T> T inside(String machine, Inside<T> action) throws IOException;

    /** Takes everything down; a second call does nothing. */
    @Override
    void close();

    /** What is done in a machine's network namespace. */
    @FunctionalInterface
    interface Inside<T> {
        T run() throws IOException;
    }
}
