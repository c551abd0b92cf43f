package dev.enid.agent.imds.fake;

import dev.enid.agent.imds.Endpoint;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An IMDS on loopback, with the real one's manners: tokens by PUT, 401 without one, 404 for what is not there, connections
 * kept alive. Misdeeds are queued for requests to come, and {@link #assertAllDone} tells those that never happened.
 */
public final class FakeImds implements AutoCloseable {

    /** Which tokens there are. */
    public enum Version {
        /** A token is required. */
        V2_ONLY,
        /** PUT is refused with {@link #refuseTokensWith}'s status, and nothing asks for a token. */
        V1_ONLY,
        /** Both ways. */
        BOTH
    }

    private record Planned(Predicate<String> on, Misdeed misdeed) {}

    private final ServerSocket server;
    private final FakeMetadata metadata = new FakeMetadata();
    private final List<Planned> planned = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> peers = new ArrayList<>();
    private final Set<Socket> open = new HashSet<>();
    private final Set<String> tokens = new HashSet<>();
    private Version version = Version.V2_ONLY;
    private int tokenRefusal = 404;
    private int tokenSeconds = 21_600;
    private int issued;

    private FakeImds(String address) {
        try {
            server = new ServerSocket(0, 50, InetAddress.ofLiteral(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("fake-imds").start(this::accept);
    }

    /** Listens on a free port of 127.0.0.1. */
    public static FakeImds start() {
        return new FakeImds("127.0.0.1");
    }

    /** Listens on a free port of an address of this host. */
    public static FakeImds startAt(String address) {
        return new FakeImds(address);
    }

    public Endpoint endpoint() {
        String host = server.getInetAddress().getHostAddress();
        return Endpoint.parse("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getLocalPort());
    }

    /** What it tells. */
    public FakeMetadata metadata() {
        return metadata;
    }

    /** The next request whose {@code METHOD path} ends so gets this instead of a proper answer. */
    public synchronized FakeImds once(String end, Misdeed misdeed) {
        planned.add(new Planned(request -> request.endsWith(end), misdeed));
        return this;
    }

    /** The next request, whatever it asks. */
    public synchronized FakeImds once(Misdeed misdeed) {
        planned.add(new Planned(request -> true, misdeed));
        return this;
    }

    public synchronized FakeImds times(int times, String end, Misdeed misdeed) {
        for (int i = 0; i < times; i++) {
            once(end, misdeed);
        }
        return this;
    }

    /** Fails when a misdeed is still waiting for its request. */
    public synchronized void assertAllDone() {
        if (!planned.isEmpty()) {
            throw new AssertionError(planned.size() + " misdeeds were never asked for; the first: "
                    + planned.getFirst().misdeed + "; requests were " + requests);
        }
    }

    public synchronized FakeImds version(Version now) {
        version = now;
        return this;
    }

    public synchronized FakeImds refuseTokensWith(int status) {
        tokenRefusal = status;
        return this;
    }

    /** The time to live it grants from now on, however much is asked for. */
    public synchronized FakeImds tokenSeconds(int seconds) {
        tokenSeconds = seconds;
        return this;
    }

    public synchronized FakeImds forgetTokens() {
        tokens.clear();
        return this;
    }

    /** {@code METHOD path} of each request so far, in order. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** The peer's address of each connection so far. */
    public synchronized List<String> peers() {
        return List.copyOf(peers);
    }

    public synchronized void forgetRequests() {
        requests.clear();
        peers.clear();
    }

    /** Closes the connections that idle, as a server does after a while. */
    public synchronized void closeConnections() {
        open.forEach(FakeImds::close);
        open.clear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                synchronized (this) {
                    if (server.isClosed()) {
                        // The kernel hands a thread that waits in accept() one more, before it tells of the close.
                        close(socket);
                        return;
                    }
                    open.add(socket);
                    peers.add(socket.getInetAddress().getHostAddress());
                }
                Thread.ofPlatform().daemon().name("fake-imds-connection").start(() -> serve(socket));
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            boolean more = true;
            while (more) {
                List<String> head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                more = answer(head, in, out);
                out.flush();
            }
        } catch (IOException e) {
            // The client went away.
        } finally {
            synchronized (this) {
                open.remove(socket);
            }
        }
    }

    /** Request line and fields, empty at the end of the connection. */
    private static List<String> head(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c != '\n') {
                line.append((char) c);
                continue;
            }
            if (!line.toString().endsWith("\r")) {
                throw new IOException("a line of the request ends without a carriage return");
            }
            line.setLength(line.length() - 1);
            if (line.isEmpty()) {
                return lines;
            }
            lines.add(line.toString());
            line.setLength(0);
        }
        return List.of();
    }

    private record Answer(int status, String fields, String body) {}

    private boolean answer(List<String> head, InputStream in, OutputStream out) throws IOException {
        String[] words = head.getFirst().split(" ", -1);
        String request = words[0] + " " + words[1];
        Optional<Misdeed> misdeed = note(request);
        if (misdeed.isPresent() && misdeed.get() instanceof Misdeed.Meanwhile(Runnable change)) {
            change.run();
            misdeed = Optional.empty();
        }
        boolean wellFormed = words.length == 3
                && words[2].equals("HTTP/1.1")
                && field(head, "Host").isPresent();
        Answer proper = wellFormed ? proper(words[0], words[1], head) : new Answer(400, "", "");
        if (misdeed.isEmpty()) {
            write(out, whole(proper));
            return true;
        }
        return switch (misdeed.get()) {
            case Misdeed.Status(int status) -> {
                write(out, whole(new Answer(status, "Location: http://198.51.100.1/\r\n", "")));
                yield true;
            }
            case Misdeed.Body(String text) -> {
                write(out, whole(new Answer(200, proper.fields, text)));
                yield true;
            }
            case Misdeed.Raw(String bytes, boolean thenClose) -> {
                write(out, bytes);
                yield !thenClose;
            }
            case Misdeed.Close() -> false;
            case Misdeed.CutOff(int after) -> {
                String all = whole(proper);
                int body = all.indexOf("\r\n\r\n") + 4;
                write(out, all.substring(0, body + after));
                yield false;
            }
            case Misdeed.Stall() -> {
                String all = whole(proper);
                write(out, all.substring(0, all.length() / 2));
                out.flush();
                yield untilGone(in);
            }
            case Misdeed.Silence() -> untilGone(in);
            case Misdeed.Chunked(int size) -> {
                write(out, chunked(proper, size));
                yield true;
            }
            case Misdeed.AnswerThenClose() -> {
                write(out, whole(proper));
                yield false;
            }
            case Misdeed.Meanwhile _ -> throw new AssertionError("was dealt with");
        };
    }

    private static boolean untilGone(InputStream in) throws IOException {
        while (in.read() >= 0) {
            // Whatever else the client sends, it is not answered.
        }
        return false;
    }

    private synchronized Optional<Misdeed> note(String request) {
        requests.add(request);
        for (Planned one : planned) {
            if (one.on.test(request)) {
                planned.remove(one);
                return Optional.of(one.misdeed);
            }
        }
        return Optional.empty();
    }

    private synchronized Answer proper(String method, String path, List<String> head) {
        if (field(head, "X-Forwarded-For").isPresent()) {
            return new Answer(403, "", "");
        }
        if (method.equals("PUT")) {
            return path.equals("/latest/api/token") ? token(head) : new Answer(405, "", "");
        }
        Optional<String> token = field(head, "X-aws-ec2-metadata-token");
        boolean good = token.filter(tokens::contains).isPresent();
        if (!good && (version == Version.V2_ONLY || (version == Version.BOTH && token.isPresent()))) {
            return new Answer(401, "", "Unauthorized");
        }
        String root = "/latest/meta-data/";
        Optional<String> text = path.startsWith(root) ? metadata.at(path.substring(root.length())) : Optional.empty();
        return text.map(body -> new Answer(200, "Content-Type: text/plain\r\n", body))
                .orElseGet(() -> new Answer(404, "Content-Type: text/html\r\n", "<html>404 - Not Found</html>"));
    }

    private Answer token(List<String> head) {
        if (version == Version.V1_ONLY) {
            return new Answer(tokenRefusal, "", "");
        }
        int asked = field(head, "X-aws-ec2-metadata-token-ttl-seconds")
                .map(Integer::parseInt)
                .orElse(0);
        if (asked < 1 || asked > 21_600) {
            return new Answer(400, "", "");
        }
        issued++;
        String token = "AQAEA-token-" + issued + "==";
        tokens.add(token);
        String fields = "X-Aws-Ec2-Metadata-Token-Ttl-Seconds: " + Math.min(asked, tokenSeconds) + "\r\n";
        return new Answer(200, fields, token);
    }

    private static Optional<String> field(Collection<String> head, String name) {
        return head.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static String whole(Answer answer) {
        return "HTTP/1.1 " + answer.status + " Fine\r\n" + answer.fields + "Content-Length: " + answer.body.length()
                + "\r\nServer: EC2ws\r\n\r\n" + answer.body;
    }

    private static String chunked(Answer answer, int size) {
        StringBuilder text = new StringBuilder(
                "HTTP/1.1 " + answer.status + " Fine\r\n" + answer.fields + "Transfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < answer.body.length(); at += size) {
            String chunk = answer.body.substring(at, Math.min(at + size, answer.body.length()));
            text.append(Integer.toHexString(chunk.length()))
                    .append(";a=b\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return text.append("0\r\nX-Trailer: yes\r\n\r\n").toString();
    }

    private static void write(OutputStream out, String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops listening and drops every connection. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closeConnections();
    }
}
