package dev.enid.linux.posix;

import dev.enid.core.ip.Ip;

/** What came in by a {@link LinkSocket}. */
public final class LinkDatagram {

    private final byte[] bytes;
    private final Ip source;
    private final int port;
    private final int link;

    /** Takes the array over: neither side may write to it any more. */
    public LinkDatagram(byte[] bytes, Ip source, int port, int link) {
        this.bytes = bytes;
        this.source = source;
        this.port = port;
        this.link = link;
    }

    public byte[] bytes() {
        return bytes;
    }

    public Ip source() {
        return source;
    }

    /** The sender's port; 0 for ICMPv6. */
    public int port() {
        return port;
    }

    /** The index of the link that it came in by. */
    public int link() {
        return link;
    }

    @Override
    public String toString() {
        return bytes.length + " bytes from " + source + " port " + port + " by link " + link;
    }
}
