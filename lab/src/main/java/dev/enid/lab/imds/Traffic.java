package dev.enid.lab.imds;

/**
 * How much one instance asked.
 *
 * @param connections that brought a request
 * @param requests all of them, tokens too, answered or not
 * @param tokens requests for a token
 */
public record Traffic(long connections, long requests, long tokens) {

    public static final Traffic NONE = new Traffic(0, 0, 0);

    /** What came since {@code earlier}. */
    public Traffic since(Traffic earlier) {
        return new Traffic(connections - earlier.connections, requests - earlier.requests, tokens - earlier.tokens);
    }
}
