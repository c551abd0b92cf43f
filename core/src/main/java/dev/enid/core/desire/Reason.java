package dev.enid.core.desire;

/** Why something is wanted or dropped, for a person: the same words in plan, explain, logs and status. */
public record Reason(String text) {

    @Override
    public String toString() {
        return text;
    }
}
