package dev.enid.linux.posix;

/** What one look at a netlink socket brought. */
public sealed interface Received {

    /** A whole datagram: one or more messages, in an array of its own. */
    final class Datagram implements Received {
        private final byte[] bytes;
        private final boolean multicast;

        /**
         * Takes the array over: neither side may write to it any more.
         *
         * @param multicast whether it is for all that listen to a group, and no answer
         */
        public Datagram(byte[] bytes, boolean multicast) {
            this.bytes = bytes;
            this.multicast = multicast;
        }

        public byte[] bytes() {
            return bytes;
        }

        public boolean multicast() {
            return multicast;
        }
    }

    /**
     * A datagram longer than the buffer; what did not fit is lost. The buffer now has room for another of that length.
     *
     * @param length of the whole datagram, in bytes
     */
    record Cut(int length) implements Received {}

    /** ENOBUFS: the socket's queue was full and the kernel threw messages away since the last look. */
    record Overrun() implements Received {}

    /** Nothing is waiting. */
    record Nothing() implements Received {}
}
