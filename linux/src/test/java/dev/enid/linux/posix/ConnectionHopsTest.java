package dev.enid.linux.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionHopsTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aConnectionsHopsAreSetAndBroughtBack(String address) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
            try (SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                    SocketChannel other = SocketChannel.open(listener.getLocalAddress());
                    SocketChannel server = listener.accept()) {
                int usual = ConnectionHops.get(server);
                ConnectionHops.set(server, 1);
                assertThat(ConnectionHops.get(server)).isEqualTo(1);
                assertThat(ConnectionHops.get(client)).as("the other end").isEqualTo(usual);
                assertThat(ConnectionHops.get(other)).as("another connection").isEqualTo(usual);
                ConnectionHops.set(server, 0);
                assertThat(ConnectionHops.get(server)).isEqualTo(usual);
            }
        }
    }

    @Test
    void onlyAConnectionHasHops() throws IOException {
        try (SocketChannel unconnected = SocketChannel.open()) {
            assertThatThrownBy(() -> ConnectionHops.set(unconnected, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the channel is not connected");
            assertThatThrownBy(() -> ConnectionHops.set(unconnected, 256)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
