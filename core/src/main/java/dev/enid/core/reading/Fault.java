package dev.enid.core.reading;

/**
 * A failure as a value.
 *
 * @param doing what was tried, in words that fit after "while": {@code reading local-ipv4s of 02:00:5e:00:53:01}
 * @param detail what was seen and what to do; untrusted text in it is quoted
 */
public record Fault(Kind kind, String doing, String detail) {

    /** Failures by what can be done about them, found by code and never by message. */
    public enum Kind {
        /** No answer in time, no connection, a connection that broke. */
        UNREACHABLE(true),
        /** HTTP 429 or 503, or too many requests. */
        THROTTLED(true),
        /** HTTP 5xx. */
        SERVER(true),
        /** Not there yet: a 404 for what has to be there, or parts that do not agree before they have propagated. */
        NOT_YET(true),
        /** An answer that cannot be true: malformed, oversized, or about something else. */
        MALFORMED(true),
        /** HTTP 403: switched off for this instance. */
        DISABLED(false),
        /** EPERM or EACCES. */
        NOT_PERMITTED(false),
        /** ENODEV, ESRCH, ENOENT: it went away meanwhile; a new look tells. */
        GONE(true),
        /** EBUSY, ENOBUFS, EAGAIN, EINTR: the kernel was busy. */
        BUSY(true),
        /** EEXIST: someone else made one meanwhile. */
        EXISTS(true),
        /** Any other refusal of the kernel. */
        REFUSED(false),
        /** An error of enid itself. */
        INTERNAL(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        /** Whether the same try may go well later without anyone changing anything. */
        public boolean retryable() {
            return retryable;
        }
    }

    @Override
    public String toString() {
        return doing + ": " + detail;
    }
}
