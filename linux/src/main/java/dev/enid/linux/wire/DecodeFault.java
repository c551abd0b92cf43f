package dev.enid.linux.wire;

/** Bytes that are no well-formed netlink message. */
public final class DecodeFault extends Exception {

    private static final long serialVersionUID = 1;

    public DecodeFault(String what) {
        super(what);
    }
}
