package dev.enid.agent.imds;

import dev.enid.agent.imds.HttpFailure.Trouble;
import dev.enid.core.ip.Quoted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The part of RFC 9112 that IMDS has use for, bounded. A body must say its length, by Content-Length or by chunks: one that
 * ends where the connection does cannot be told from one that was cut off, and a list cut off reads as addresses removed.
 */
final class HttpParser {

    static final int MOST_HEADER = 8 * 1024;
    static final int MOST_BODY = 64 * 1024;

    private static final int OK = 200;
    private static final int NO_LENGTH = -1;

    private final HttpConnection from;
    private int headerLeft = MOST_HEADER;

    private int length = NO_LENGTH;
    private boolean chunked;
    private boolean lasting;
    private OptionalInt tokenSeconds = OptionalInt.empty();

    HttpParser(HttpConnection from) {
        this.from = from;
    }

    HttpAnswer answer() throws IOException {
        int status = head();
        while (status < OK) {
            // An interim answer, which says nothing yet: RFC 9110, 15.2. The bound on headers ends an endless row.
            status = head();
        }
        if (status == 204 || status == 304) {
            return new HttpAnswer(status, "", tokenSeconds, lasting);
        }
        if (chunked) {
            if (length != NO_LENGTH) {
                throw malformed("both Content-Length and chunks");
            }
            return new HttpAnswer(status, chunks(), tokenSeconds, lasting);
        }
        if (length == NO_LENGTH) {
            if (status == OK) {
                throw malformed("no Content-Length: a whole answer cannot be told from one cut off");
            }
            return new HttpAnswer(status, "", tokenSeconds, false);
        }
        if (length > MOST_BODY) {
            if (status == OK) {
                throw oversized(length == Integer.MAX_VALUE ? "2 GiB or more" : length + " bytes");
            }
            return new HttpAnswer(status, "", tokenSeconds, false);
        }
        byte[] body = new byte[length];
        from.next(body, 0, length);
        return new HttpAnswer(status, new String(body, StandardCharsets.ISO_8859_1), tokenSeconds, lasting);
    }

    /** Status line and header fields. */
    private int head() throws IOException {
        String line = line();
        boolean version1 = line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 ");
        int status = version1 && line.length() >= 12 ? Decimal.parse(line.substring(9, 12), 599) : -1;
        if (status < 100 || (line.length() > 12 && line.charAt(12) != ' ')) {
            throw malformed("not an HTTP/1.1 status line: " + Quoted.of(line));
        }
        lasting = line.charAt(7) == '1';
        length = NO_LENGTH;
        chunked = false;
        for (String field = line(); !field.isEmpty(); field = line()) {
            field(field);
        }
        return status;
    }

    private void field(String line) throws IOException {
        int colon = line.indexOf(':');
        if (colon < 1 || line.charAt(0) == ' ' || line.charAt(0) == '\t' || line.charAt(colon - 1) == ' ') {
            throw malformed("not a header field: " + Quoted.of(line));
        }
        String value = line.substring(colon + 1).strip();
        if (isNamed(line, colon, "content-length")) {
            int told =
                    isDigits(value) && value.length() > 9 ? Integer.MAX_VALUE : Decimal.parse(value, Integer.MAX_VALUE);
            if (told < 0 || (length != NO_LENGTH && length != told)) {
                throw malformed("Content-Length: " + Quoted.of(value));
            }
            length = told;
        } else if (isNamed(line, colon, "transfer-encoding")) {
            if (!value.equalsIgnoreCase("chunked") || chunked) {
                throw malformed("Transfer-Encoding: " + Quoted.of(value));
            }
            chunked = true;
        } else if (isNamed(line, colon, "content-encoding")) {
            if (!value.equalsIgnoreCase("identity")) {
                throw malformed("Content-Encoding: " + Quoted.of(value));
            }
        } else if (isNamed(line, colon, "connection")) {
            lasting = value.equalsIgnoreCase("keep-alive") || (lasting && !value.equalsIgnoreCase("close"));
        } else if (isNamed(line, colon, ImdsSession.TOKEN_SECONDS)) {
            int seconds = Decimal.parse(value, Integer.MAX_VALUE);
            tokenSeconds = seconds < 0 ? OptionalInt.empty() : OptionalInt.of(seconds);
        }
        // Date, Server, Content-Type, Last-Modified, ETag and the like: nothing hangs on them.
    }

    private static boolean isNamed(String line, int colon, String name) {
        return colon == name.length() && line.regionMatches(true, 0, name, 0, colon);
    }

    private String chunks() throws IOException {
        byte[] body = new byte[256];
        int size = 0;
        while (true) {
            int chunk = chunkSize(line());
            if (chunk > MOST_BODY - size) {
                throw oversized("more than " + MOST_BODY + " bytes");
            }
            if (chunk == 0) {
                break;
            }
            if (size + chunk > body.length) {
                body = Arrays.copyOf(body, Math.max(size + chunk, 2 * body.length));
            }
            from.next(body, size, chunk);
            size += chunk;
            if (!line().isEmpty()) {
                throw malformed("a chunk is longer than its size says");
            }
        }
        while (!line().isEmpty()) {
            // Trailer fields, which nothing hangs on; the header's bound holds for them too.
        }
        return new String(body, 0, size, StandardCharsets.ISO_8859_1);
    }

    private static int chunkSize(String line) throws HttpFailure {
        int end = line.indexOf(';');
        String digits = (end < 0 ? line : line.substring(0, end)).strip();
        int size = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0) {
                throw malformed("chunk size: " + Quoted.of(digits));
            }
            size = Math.min(size * 16 + digit, MOST_BODY + 1);
        }
        if (digits.isEmpty()) {
            throw malformed("no chunk size");
        }
        return size;
    }

    /** A line without its end, which RFC 9112, 2.2 lets be a line feed alone. */
    private String line() throws IOException {
        String line = from.line(headerLeft);
        headerLeft -= line.length() + 1;
        if (headerLeft <= 0) {
            throw malformed("a header of more than " + MOST_HEADER + " bytes");
        }
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static HttpFailure oversized(String size) {
        return malformed("an answer of " + size + ", where at most " + MOST_BODY + " are taken");
    }

    private static HttpFailure malformed(String detail) {
        return new HttpFailure(Trouble.MALFORMED, detail);
    }
}
