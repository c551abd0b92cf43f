package dev.enid.agent.move;

/**
 * Where a resource is, or is to be.
 *
 * @param holder the id of what has it: an instance for an ENI, an ENI for anything else
 * @param instance the one that this comes to; empty where it is none
 */
public record Place(String holder, String instance) {

    /** An instance, for an ENI. */
    static Place at(String instance) {
        return new Place(instance, instance);
    }

    /** For a person: {@code eni-1 of i-1}. */
    public String words() {
        return holder.equals(instance) || instance.isEmpty() ? holder : holder + " of " + instance;
    }
}
