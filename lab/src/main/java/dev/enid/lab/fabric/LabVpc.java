package dev.enid.lab.fabric;

import dev.enid.core.ip.Cidr;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.CreateRequest;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

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
     * Attaches ENIs. The fabric is ready for all of them before the first link appears, so what is measured from there on is
     * the host's own time.
     *
     * @throws VpcException when one is refused; none is attached then
     * @throws IOException when the kernel refuses
     */
    Vpc attach(List<AttachRequest> requests) throws IOException;

    /** Attaches one ENI. */
    default Vpc attach(AttachRequest request) throws IOException {
        return attach(List.of(request));
    }

    /**
     * Detaches an ENI: its link vanishes from the instance, as a device that is pulled out.
     *
     * @param eni name, id or MAC address
     */
    Vpc detach(String eni) throws IOException;

    /** Assigns addresses and prefixes: the VPC delivers and accepts them from now on; the host is not touched. */
    Vpc assign(String eni, AssignRequest request) throws IOException;

    /**
     * Takes addresses and prefixes away.
     *
     * @param owned addresses as /32 and /128
     */
    Vpc unassign(String eni, List<Cidr> owned) throws IOException;

    /** Makes an ENI that is attached to nothing. */
    Vpc create(CreateRequest request) throws IOException;

    /** Deletes an ENI that is attached to nothing. */
    Vpc delete(String eni) throws IOException;

    /** Switches the source/destination check of an ENI on or off. */
    Vpc check(String eni, boolean on) throws IOException;

    /** Calls {@code watcher} with the VPC after each change, on the thread that makes it and before links appear or vanish. */
    void watch(Consumer<Vpc> watcher);

    /** The fabric, then the instances, then the machines outside. */
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
