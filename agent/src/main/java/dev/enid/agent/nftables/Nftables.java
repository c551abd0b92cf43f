package dev.enid.agent.nftables;

import dev.enid.core.kernel.MarkTable;
import dev.enid.core.snapshot.MarkUse;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.Namespace;
import java.util.List;
import java.util.Optional;

/** The table {@code inet enid} of one network namespace, and what stands beside it. For one thread at a time. */
public interface Nftables extends AutoCloseable {

    /** The table's name; its family is inet. */
    String TABLE = "enid";

    /** Nothing is there, and nothing can be put: for namespaces in which enid marks nothing. */
    Nftables NONE = new Nowhere();

    /**
     * The table as it is, empty where there is none or where it may not be looked at, which {@link #trouble} says;
     * {@link MarkTable#ALTERED} where it is there and is not as enid makes it.
     *
     * @throws LinuxException when the kernel's answer did not come, or made no sense
     */
    Optional<MarkTable> read() throws LinuxException;

    /**
     * Puts the table in the place of what has its name, in one transaction. Where that had another mask, connections lose those bits
     * of their marks before: what they say under another mask would be another ENI.
     *
     * @throws Refusal when that could not be done; nothing has changed then, or the table marks nothing, and the next call goes on
     */
    void put(MarkTable table) throws Refusal;

    /**
     * Takes the table away, and its bits out of the marks of all connections; well, too, where there is none. A table in which others
     * made its mask illegible goes alone.
     *
     * @throws Refusal as {@link #put}
     */
    void remove() throws Refusal;

    /** Why the table could not be put here, in a sentence that says what to do. */
    Optional<String> trouble();

    /**
     * The bits of marks that the rules of all other tables use, those of iptables too, in a fixed order. Told anew when tables have
     * changed, but no more often than is fair on a host where they change all the time.
     */
    List<MarkUse> others();

    @Override
    void close();

    /** Those of the calling thread's network namespace; threads that use it later have to be in it too. */
    static Nftables here() {
        return new KernelNftables(Place.HERE, NftProgram.onThisHost(), System::nanoTime);
    }

    /** Those of another namespace, for threads of any; the namespace is to stay open for as long. */
    static Nftables in(Namespace namespace) {
        return new KernelNftables(Place.in(namespace), NftProgram.onThisHost(), System::nanoTime);
    }
}
