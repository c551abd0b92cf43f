package dev.enid.agent.daemon;

import dev.enid.agent.host.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A service manager's socket. The JDK has no datagrams of the Unix family, Python does. */
final class NotifySocket implements AutoCloseable {

    private static final String SERVER = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1])
            while True:
                print(s.recv(4096).decode().replace('\\n', ' '), flush=True)
            """;

    private final Process server;

    /** @param told gets each message, its lines joined by spaces */
    NotifySocket(Path socket, List<String> told) throws IOException {
        server = new ProcessBuilder("python3", "-c", SERVER, socket.toString()).start();
        Thread.ofPlatform().daemon().start(() -> read(told));
        Eventually.until("the socket is there", () -> Files.exists(socket));
    }

    private void read(List<String> told) {
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(told::add);
        } catch (IOException e) {
            told.add(e.toString());
        }
    }

    @Override
    public void close() {
        server.destroy();
    }
}
