package dev.enid.lab.imds;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads HTTP/1.1 requests, one after the other, from one connection. */
final class RequestReader {

    /** The request does not make sense: 400, and the connection ends. */
    static final class BadRequest extends IOException {
        private static final long serialVersionUID = 1L;

        BadRequest(String message) {
            super(message);
        }
    }

    /** A token is 56 characters; nobody who means well sends more than this. */
    private static final int LONGEST_HEAD = 16 << 10;

    private static final int LONGEST_BODY = 64 << 10;
    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]{1,16}) (\\S+) HTTP/1\\.([01])");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*");
    /** RFC 9112, 3.2.2: a proxy's form, which a server has to understand. */
    private static final Pattern ABSOLUTE_FORM = Pattern.compile("(?i)http://[^/]*(/.*)?");

    private static final Pattern PERCENT = Pattern.compile("%([0-9a-fA-F]{2})");
    private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");

    private final ReadableByteChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(LONGEST_HEAD).flip();

    RequestReader(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** The next request; empty when the client has closed the connection between two. */
    Optional<Request> next() throws IOException {
        int end = headEnd();
        while (end < 0) {
            if (!fill()) {
                if (in.hasRemaining()) {
                    throw new BadRequest("the connection ended within a request");
                }
                return Optional.empty();
            }
            end = headEnd();
        }
        byte[] head = new byte[end - in.position()];
        in.get(head);
        Request request = parse(new String(head, StandardCharsets.ISO_8859_1));
        skipBody(request);
        return Optional.of(request);
    }

    /** Throws away what comes until the client gives up. */
    void drain() throws IOException {
        do {
            in.clear();
        } while (channel.read(in) >= 0);
    }

    /** Reads on; false at the end of the connection. */
    private boolean fill() throws IOException {
        in.compact();
        try {
            if (!in.hasRemaining()) {
                throw new BadRequest("a request's head is longer than " + LONGEST_HEAD + " bytes");
            }
            return channel.read(in) >= 0;
        } finally {
            in.flip();
        }
    }

    /** Where the head ends, after its empty line; -1 while it has not come whole. */
    private int headEnd() {
        for (int i = in.position() + 3; i < in.limit(); i++) {
            if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n' && in.get(i - 3) == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private void skipBody(Request request) throws IOException {
        if (request.header("transfer-encoding").isPresent()) {
            throw new BadRequest("a body in chunks");
        }
        String length = request.header("content-length").orElse("0");
        if (!length.matches("\\d{1,6}") || Integer.parseInt(length) > LONGEST_BODY) {
            throw new BadRequest("a body of " + length + " bytes");
        }
        int left = Integer.parseInt(length);
        while (left > 0) {
            if (!in.hasRemaining() && !fill()) {
                throw new BadRequest("the connection ended within a body");
            }
            int step = Math.min(left, in.remaining());
            in.position(in.position() + step);
            left -= step;
        }
    }

    private static Request parse(String head) throws BadRequest {
        String[] lines = head.substring(0, head.length() - 4).split("\r\n", -1);
        Matcher line = REQUEST_LINE.matcher(lines[0]);
        if (!line.matches()) {
            throw new BadRequest("not a request line");
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            Matcher header = HEADER.matcher(lines[i]);
            if (!header.matches()) {
                throw new BadRequest("not a header");
            }
            headers.put(header.group(1).toLowerCase(Locale.ROOT), header.group(2));
        }
        String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        boolean keepAlive =
                line.group(3).equals("1") ? !connection.contains("close") : connection.contains("keep-alive");
        return new Request(line.group(1), path(line.group(2)), headers, keepAlive);
    }

    private static String path(String target) throws BadRequest {
        Matcher absolute = ABSOLUTE_FORM.matcher(target);
        String local =
                absolute.matches() ? Optional.ofNullable(absolute.group(1)).orElse("/") : target;
        if (!local.startsWith("/")) {
            throw new BadRequest("not a path");
        }
        String undecoded = local.replaceFirst("[?#].*", "");
        if (STRAY_PERCENT.matcher(undecoded).find()) {
            throw new BadRequest("a percent sign without two digits");
        }
        return PERCENT.matcher(undecoded)
                .replaceAll(
                        match -> Matcher.quoteReplacement(Character.toString(HexFormat.fromHexDigits(match.group(1)))));
    }
}
