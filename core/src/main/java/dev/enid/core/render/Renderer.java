package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.FileSet;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.Marker;
import dev.enid.core.file.Place;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import java.util.List;
import java.util.Set;

/**
 * One backend. What it is asked depends on its arguments alone, and the order of what it says is fixed.
 *
 * <p>What all share: the primary ENI is left to whoever has it; table 9999, marks, sysctls and copies of others' routes are enid's
 * own with every backend, and in no file. A file of ours names the ENI that it is for by a {@link Marker}.
 */
public interface Renderer {

    Backend backend();

    /** Where files of this backend, ours and others', are to be looked for. */
    List<Place> places();

    /** The files that are to be there. */
    FileSet files(HostNetwork network);

    /** What the manager is told before files of links that are gone are removed; mostly nothing. */
    default List<Command> before(Bringing bringing) {
        return List.of();
    }

    /** What the manager is told once the files are there: one reload, however many links. */
    List<Command> after(Bringing bringing);

    /**
     * Whether a link that is up already follows its changed files when the manager is told. Where it does not, enid makes the changes
     * itself, and the files are for the next time: bringing a link down and up for one more address would interrupt its
     * connections.
     */
    boolean follows();

    /** The links, by name, that the manager says it has brought up, by files of its own among those found. */
    Set<String> broughtUp(HostEnvironment host, List<Link> links);

    /** Links of files of ours that are gone from the kernel, while the manager takes them for up: it has to be told. */
    default Set<String> lost(HostEnvironment host, KernelState state) {
        return Set.of();
    }

    /**
     * Addresses that files of ours have put on links that are there, by programs that cannot mark them: ours all the same. They are told
     * by the file as it was found: when it has to say something else, what it said goes first.
     */
    default Set<Address.Id> put(HostEnvironment host, KernelState state) {
        return Set.of();
    }
}
