package dev.enid.agent.move;

/** A moment of a move that is worth its time. */
public enum Phase {
    DETACH("detach"),
    DETACHED("detached"),
    ATTACH("attach"),
    ATTACHED("attached"),
    UNASSIGN("unassign"),
    UNASSIGNED("unassigned"),
    ASSIGN("assign"),
    ASSIGNED("assigned"),
    ASSOCIATE("associate"),
    ASSOCIATED("associated"),
    REPLACE("replace"),
    REPLACED("replaced"),
    /** IMDS of the target shows it. */
    SEEN_BY_IMDS("seen-by-imds"),
    /** The target's kernel has the ENI's link. */
    LINK("link"),
    /** The target's kernel routes it: enid has nothing left to do for that ENI. */
    ROUTED("routed"),
    /** The address answers. */
    PROBED("probed");

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    /** As it stands in JSON and in progress. */
    public String text() {
        return text;
    }
}
