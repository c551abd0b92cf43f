package dev.enid.core.kernel;

/** The name of a link for a person to read. */
@FunctionalInterface
public interface LinkNames {
    /** The name of the link with that ifindex; {@code if7} for one that is not there. */
    String name(int index);
}
