package dev.enid.linux.wire;

/**
 * Something asked of connection tracking.
 *
 * @param flags NLM_F_* beside NLM_F_REQUEST and NLM_F_ACK
 */
public record ConntrackRequest(ConntrackMessage message, int flags) implements Question {

    /**
     * Which connections of both families have all of these bits in their marks. Very old kernels tell of others too; one
     * that has no marks says EOPNOTSUPP.
     */
    public static ConntrackRequest marked(int bits) {
        return new ConntrackRequest(ConntrackMessage.marked(bits), Envelope.DUMP);
    }

    /**
     * Takes these bits out of the mark of a connection, and no others; ENOENT when it has ended.
     *
     * @param connection as the kernel told of it
     */
    public static ConntrackRequest unmark(ConntrackMessage connection, int bits) {
        return new ConntrackRequest(connection.without(bits), 0);
    }

    /** In the words of the program {@code conntrack}. */
    @Override
    public String words() {
        boolean asks = message.kind() == ConntrackMessage.GET;
        return "conntrack " + (asks ? "--dump " : "--update ") + message.toConntrack();
    }

    @Override
    public void encode(Encoder out, int sequence, boolean acknowledged) {
        int type = ConntrackMessage.SUBSYSTEM << 8 | message.kind();
        int all = flags | Envelope.REQUEST | (acknowledged ? Envelope.ACK : 0);
        new Envelope(type, all, sequence, 0, message).encode(out);
    }
}
