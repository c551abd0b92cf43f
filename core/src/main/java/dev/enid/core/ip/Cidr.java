package dev.enid.core.ip;

import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network: an address with no bit set after the prefix, and the prefix length.
 *
 * @param prefixLength in bits, 0 to 32 or 0 to 128
 */
public record Cidr(Ip ip, int prefixLength) implements Comparable<Cidr> {

    private static final Comparator<Cidr> ORDER = Comparator.comparing(Cidr::ip).thenComparingInt(Cidr::prefixLength);

    public Cidr {
        if (!ip.masked(prefixLength).equals(ip)) {
            throw new IllegalArgumentException(ip + "/" + prefixLength
                    + " has bits set after its prefix; the network is " + ip.masked(prefixLength) + "/" + prefixLength);
        }
    }

    /** The network that {@code ip} is in. */
    public static Cidr of(Ip ip, int prefixLength) {
        return new Cidr(ip.masked(prefixLength), prefixLength);
    }

    /**
     * Parses {@code 10.0.1.0/24}; a missing length is not taken for a host.
     *
     * @throws IllegalArgumentException when the text is no network, bits after the prefix included
     */
    public static Cidr parse(String text) {
        return tryParse(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("not a network such as 10.0.1.0/24: " + Quoted.of(text)));
    }

    /** As {@link #parse}, empty where that throws. */
    public static Optional<Cidr> tryParse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        int length = length(text.substring(slash + 1));
        return Ip.tryParse(text.substring(0, slash))
                .filter(ip -> length >= 0 && length <= ip.family().bits())
                .filter(ip -> ip.masked(length).equals(ip))
                .map(ip -> new Cidr(ip, length));
    }

    private static int length(String digits) {
        boolean wellFormed = !digits.isEmpty()
                && digits.length() <= 3
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && (digits.length() == 1 || digits.charAt(0) != '0');
        return wellFormed ? Integer.parseInt(digits) : -1;
    }

    public Family family() {
        return ip.family();
    }

    public boolean contains(Ip other) {
        return other.family() == family() && other.masked(prefixLength).equals(ip);
    }

    /** Whether every address of {@code other} is in this network; true for itself. */
    public boolean contains(Cidr other) {
        return other.prefixLength >= prefixLength && contains(other.ip);
    }

    public boolean isHost() {
        return prefixLength == family().bits();
    }

    /** Whether this is 0.0.0.0/0 or ::/0. */
    public boolean isEverything() {
        return prefixLength == 0;
    }

    /** Written out for the same reason as {@link Ip}'s. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cidr cidr && prefixLength == cidr.prefixLength && ip.equals(cidr.ip);
    }

    @Override
    public int hashCode() {
        return 31 * ip.hashCode() + prefixLength;
    }

    @Override
    public int compareTo(Cidr other) {
        return ORDER.compare(this, other);
    }

    /** {@code 10.0.1.0/24}. */
    @Override
    public String toString() {
        return ip + "/" + prefixLength;
    }

    /** As iproute2 prints it: a host without its length, everything as {@code default}. */
    public String toIproute2() {
        return isEverything() ? "default" : isHost() ? ip.toString() : toString();
    }
}
