package dev.enid.lab.dhcp;

/** Codes of DHCP options that are used here (RFC 2132, RFC 3442). */
final class Option4 {

    static final int PAD = 0;
    static final int SUBNET_MASK = 1;
    static final int ROUTER = 3;
    static final int DNS = 6;
    static final int HOST_NAME = 12;
    static final int DOMAIN_NAME = 15;
    static final int MTU = 26;
    static final int BROADCAST = 28;
    static final int REQUESTED_ADDRESS = 50;
    static final int LEASE_TIME = 51;
    static final int OVERLOAD = 52;
    static final int MESSAGE_TYPE = 53;
    static final int SERVER = 54;
    static final int PARAMETERS = 55;
    static final int MESSAGE = 56;
    static final int CLIENT = 61;
    static final int CLASSLESS_ROUTES = 121;
    static final int END = 255;

    private Option4() {}
}
