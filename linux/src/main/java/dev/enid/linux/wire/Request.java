package dev.enid.linux.wire;

/**
 * Something asked of the kernel.
 *
 * @param type RTM_*
 * @param flags NLM_F_* beside NLM_F_REQUEST and NLM_F_ACK, which the session adds
 * @param verb iproute2's: add, replace, delete, set, get, list
 */
public record Request(int type, int flags, Message.Thing thing, String verb) implements Question {

    /** Makes it; EEXIST when it is there already. */
    public static Request add(Message.Thing thing) {
        return of(thing, 0, Envelope.CREATE | Envelope.EXCLUSIVE, "add");
    }

    /**
     * Makes it, in the place of one with the same key if there is one. For IPv4 routes the key is table, destination, TOS and
     * metric; IPv6 replaces among routes of the same metric. Rules know no replace: the kernel adds, or says EEXIST.
     */
    public static Request replace(Message.Thing thing) {
        return of(thing, 0, Envelope.CREATE | Envelope.REPLACE, "replace");
    }

    /** Makes it beside others of the same key: for IPv6 routes, one more next hop. */
    public static Request append(Message.Thing thing) {
        return of(thing, 0, Envelope.CREATE | Envelope.APPEND, "append");
    }

    /** Changes a link that is there; ENODEV when it is not. */
    public static Request set(LinkMessage link) {
        return of(link, 0, 0, "set");
    }

    /** Removes it; ESRCH (routes), ENOENT (rules), EADDRNOTAVAIL (addresses), ENODEV (links) when it is not there. */
    public static Request delete(Message.Thing thing) {
        return of(thing, 1, 0, "delete");
    }

    /** Gives a link the alternative names of {@link LinkMessage#withAltNames}; EEXIST when one is taken. */
    public static Request addAltNames(LinkMessage link) {
        int flags = Envelope.CREATE | Envelope.EXCLUSIVE | Envelope.APPEND;
        return new Request(LinkMessage.NEW_NAMES, flags, link, "add");
    }

    /** Takes alternative names from a link; EINVAL or ENOENT when it does not have one. */
    public static Request deleteAltNames(LinkMessage link) {
        return new Request(LinkMessage.NEW_NAMES + 1, 0, link, "delete");
    }

    /** Asks for one. */
    public static Request get(Message.Thing thing) {
        return of(thing, 2, 0, "get");
    }

    /** Asks for all, as the {@code all} methods of the messages describe them. */
    public static Request dump(Message.Thing filter) {
        return of(filter, 2, Envelope.DUMP, "list");
    }

    private static Request of(Message.Thing thing, int afterNew, int flags, String verb) {
        return new Request(thing.newType() + afterNew, flags, thing, verb);
    }

    /** What is asked, in iproute2's words: {@code add rule 10001: from 10.0.2.20 lookup 10001}. */
    @Override
    public String words() {
        return verb + " " + thing.toIproute2();
    }

    @Override
    public void encode(Encoder out, int sequence, boolean acknowledged) {
        int all = flags | Envelope.REQUEST | (acknowledged ? Envelope.ACK : 0);
        new Envelope(type, all, sequence, 0, thing).encode(out);
    }
}
