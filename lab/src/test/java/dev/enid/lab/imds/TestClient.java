package dev.enid.lab.imds;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection, on which requests are written byte by byte as given. */
final class TestClient implements AutoCloseable {

    /** Fails a test that waits for an answer that does not come. */
    private static final int PATIENCE_MS = 10_000;

    record Answer(int status, String statusLine, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    private final Socket socket;
    private final InputStream in;

    TestClient(InetAddress from, InetSocketAddress to) throws IOException {
        socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(to, PATIENCE_MS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void patience(int milliseconds) throws IOException {
        socket.setSoTimeout(milliseconds);
    }

    void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a request and reads its answer; {@code headers} as lines. */
    Answer ask(String method, String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 169.254.169.254\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        write(request + "\r\n");
        return read(!method.equals("HEAD"));
    }

    String token(int seconds) throws IOException {
        Answer answer = ask("PUT", "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds: " + seconds);
        if (answer.status() != 200) {
            throw new IOException("no token: " + answer);
        }
        return answer.body();
    }

    Answer get(String token, String path) throws IOException {
        return ask("GET", path, "X-aws-ec2-metadata-token: " + token);
    }

    /** The text of a key below meta-data. */
    String value(String token, String key) throws IOException {
        Answer answer = get(token, "/latest/meta-data/" + key);
        return answer.status() == 200 ? answer.body() : Integer.toString(answer.status());
    }

    Answer read(boolean withBody) throws IOException {
        String statusLine = line();
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = withBody ? in.readNBytes(length) : new byte[0];
        if (withBody && body.length < length) {
            throw new EOFException("the body ended after " + body.length + " of " + length + " bytes");
        }
        return new Answer(
                Integer.parseInt(statusLine.substring(9, 12)),
                statusLine,
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Whether the service has ended the connection. */
    boolean ended() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
