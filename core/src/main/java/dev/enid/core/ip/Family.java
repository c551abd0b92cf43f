package dev.enid.core.ip;

/** An address family, with the numbers the kernel gives it. */
public enum Family {
    /** AF_INET of linux/socket.h. */
    V4(2, 32, "inet"),
    /** AF_INET6 of linux/socket.h. */
    V6(10, 128, "inet6");

    private final int number;
    private final int bits;
    private final String keyword;

    Family(int number, int bits, String keyword) {
        this.number = number;
        this.bits = bits;
        this.keyword = keyword;
    }

    /** The AF_* number. */
    public int number() {
        return number;
    }

    /** The length of an address in bits: 32 or 128. */
    public int bits() {
        return bits;
    }

    /** iproute2's word: {@code inet} or {@code inet6}. */
    public String keyword() {
        return keyword;
    }

    /** The destination that matches everything: {@code 0.0.0.0/0} or {@code ::/0}. */
    public Cidr everything() {
        return Cidr.of(unspecified(), 0);
    }

    /** {@code 0.0.0.0} or {@code ::}. */
    public Ip unspecified() {
        return new Ip(this, 0, 0);
    }
}
