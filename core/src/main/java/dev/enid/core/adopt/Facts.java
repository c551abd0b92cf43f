package dev.enid.core.adopt;

import dev.enid.core.file.FoundFiles;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was found on a host besides the kernel's tables.
 *
 * @param files at {@link KnownFiles#PLACES}
 * @param units of systemd that peers have, by name, loaded or active
 * @param clients DHCP clients that run for a link
 * @param marks rules of iptables that set marks, as {@code iptables-save} prints them
 * @param trouble what could not be looked at, and why, in sentences
 */
public record Facts(
        FoundFiles files, SortedSet<String> units, List<Client> clients, List<String> marks, List<String> trouble) {

    public static final Facts NONE = new Facts(FoundFiles.NONE, new TreeSet<>(), List.of(), List.of(), List.of());

    /**
     * A DHCP client.
     *
     * @param process its id
     * @param link the name of its only link
     */
    public record Client(long process, String link, String command) {}

    public Facts {
        units = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(units));
        clients = List.copyOf(clients);
        marks = List.copyOf(marks);
        trouble = List.copyOf(trouble);
    }
}
