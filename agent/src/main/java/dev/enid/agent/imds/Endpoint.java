package dev.enid.agent.imds;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Quoted;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where IMDS answers.
 *
 * @param host a name, or an address without brackets
 * @param address the host when it is an address: then no name is ever looked up
 * @param port 1 to 65535
 * @param path what stands before {@code /latest}: empty, or starting with a slash
 */
public record Endpoint(String host, Optional<Ip> address, int port, String path) {

    private static final int HTTP_PORT = 80;
    private static final int MOST_HOST = 253;

    /** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html. */
    public static final Endpoint IPV4 = parse("http://169.254.169.254");

    /** The same page; on Nitro instances only, and only where HttpProtocolIpv6 is enabled. */
    public static final Endpoint IPV6 = parse("http://[fd00:ec2::254]");

    /**
     * Parses {@code http://HOST[:PORT][/PATH]}; an IPv6 address stands in brackets.
     *
     * @throws IllegalArgumentException when the text is anything else; the message says what is expected
     */
    public static Endpoint parse(String url) {
        String scheme = "http://";
        if (!url.regionMatches(true, 0, scheme, 0, scheme.length())) {
            throw new IllegalArgumentException(
                    "not a URL such as http://169.254.169.254 (IMDS has no https): " + Quoted.of(url));
        }
        int slash = url.indexOf('/', scheme.length());
        String authority = url.substring(scheme.length(), slash < 0 ? url.length() : slash);
        String path = slash < 0 ? "" : withoutLastSlashes(url.substring(slash));
        int bracket = authority.startsWith("[") ? authority.indexOf(']') : -1;
        int colon = authority.indexOf(':', bracket + 1);
        String host = authority.substring(0, colon < 0 ? authority.length() : colon);
        int port = colon < 0 ? HTTP_PORT : port(authority.substring(colon + 1), url);
        Optional<Ip> address;
        if (bracket >= 0) {
            boolean closed = host.endsWith("]");
            host = host.substring(1, closed ? host.length() - 1 : host.length());
            address = Ip.tryParse(host).filter(ip -> closed && ip.family() == Family.V6);
            if (address.isEmpty()) {
                throw new IllegalArgumentException("not an IPv6 address in the brackets of " + Quoted.of(url));
            }
        } else {
            address = Ip.tryParse(host);
            if (address.isEmpty() && !isName(host)) {
                throw new IllegalArgumentException("not a host name or address in " + Quoted.of(url));
            }
        }
        if (!isPath(path)) {
            throw new IllegalArgumentException("not a path of letters, digits and -._~/ in " + Quoted.of(url));
        }
        return new Endpoint(host, address, port, path);
    }

    private static String withoutLastSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static int port(String digits, String url) {
        int port = Decimal.parse(digits, 65_535);
        if (port < 1) {
            throw new IllegalArgumentException("not a port from 1 to 65535 in " + Quoted.of(url));
        }
        return port;
    }

    private static boolean isName(String host) {
        // Digits and dots only is an address gone wrong, not a name: looking it up would hide the mistake.
        return !host.isEmpty()
                && host.length() <= MOST_HOST
                && host.chars().allMatch(c -> isLetterOrDigit(c) || c == '-' || c == '.')
                && host.chars().anyMatch(c -> !(c >= '0' && c <= '9') && c != '.');
    }

    private static boolean isPath(String path) {
        return path.chars().allMatch(c -> isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0);
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** The address to connect to. A name is looked up each time, without a deadline of ours; an address never is. */
    InetSocketAddress resolve() throws UnknownHostException {
        InetAddress at =
                address.isPresent() ? InetAddress.getByAddress(address.get().toBytes()) : InetAddress.getByName(host);
        return new InetSocketAddress(at, port);
    }

    /** What stands in the Host header: RFC 9112, 3.2. */
    String authority() {
        String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == HTTP_PORT ? bracketed : bracketed + ":" + port;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return "http://" + authority() + path;
    }
}
