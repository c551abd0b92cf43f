package dev.enid.lab.dhcp;

/** Bytes that are no packet of the protocol. */
final class MalformedPacket extends Exception {

    private static final long serialVersionUID = 1;

    MalformedPacket(String what) {
        super(what);
    }
}
