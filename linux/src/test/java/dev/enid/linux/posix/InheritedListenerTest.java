package dev.enid.linux.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class InheritedListenerTest {

    /** Gives its child the listener as standard input. */
    static final class Parent {
        public static void main(String[] command) throws Exception {
            String port = System.getenv().getOrDefault("WANTED_PORT", "");
            InheritedListener.becomeStandardInput(
                    port.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port)));
            new ProcessBuilder(command).inheritIO().start();
        }
    }

    /** Tells its port, and greets who connects there first. */
    static final class Child {
        public static void main(String[] none) throws Exception {
            ServerSocketChannel listener = (ServerSocketChannel) System.inheritedChannel();
            System.out.println(((InetSocketAddress) listener.getLocalAddress()).getPort());
            try (SocketChannel client = listener.accept()) {
                client.write(StandardCharsets.UTF_8.encode("hello"));
            }
        }
    }

    private static String[] java(Class<?> main) {
        return List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path", ""),
                        main.getName())
                .toArray(String[]::new);
    }

    @Test
    void aProgramStartedWithItTakesConnections() throws Exception {
        startedAndGreeted("");
    }

    @Test
    void thePortIsTheWantedOneUnlessItIsTaken() throws Exception {
        int port = startedAndGreeted("");
        assertThat(startedAndGreeted(Integer.toString(port)))
                .as("again, though its last connection lingers")
                .isEqualTo(port);
        try (ServerSocketChannel other = ServerSocketChannel.open()) {
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThat(startedAndGreeted(Integer.toString(port))).isNotEqualTo(port);
        }
    }

    private static int startedAndGreeted(String wanted) throws Exception {
        String[] parent = java(Parent.class);
        String[] child = java(Child.class);
        String[] whole = java.util.stream.Stream.of(parent, child)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
        ProcessBuilder builder = new ProcessBuilder(whole).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("WANTED_PORT", wanted);
        Process process = builder.start();
        String port = process.inputReader(StandardCharsets.UTF_8).readLine();

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
                InputStream in = socket.getInputStream()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
        }
        assertThat(process.waitFor()).isZero();
        return Integer.parseInt(port);
    }
}
