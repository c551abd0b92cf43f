package dev.enid.agent.imds;

import java.io.IOException;

/** Why there is no answer to a request. */
final class HttpFailure extends IOException {

    private static final long serialVersionUID = 1;

    enum Trouble {
        /** No connection. */
        CONNECT,
        /** The address to connect from is not one of this host's. */
        NO_SUCH_SOURCE,
        /** No whole answer in time, over a connection that was there. */
        TIMEOUT,
        /** The server closed before the first byte of an answer: on a kept-alive connection, nobody's fault. */
        CLOSED,
        /** The connection broke in the middle of an answer. */
        BROKEN,
        /** Not HTTP, or not of the part of it that IMDS has use for. */
        MALFORMED,
        /** This thread was interrupted. */
        INTERRUPTED
    }

    private final Trouble trouble;

    HttpFailure(Trouble trouble, String detail) {
        super(detail);
        this.trouble = trouble;
    }

    Trouble trouble() {
        return trouble;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
