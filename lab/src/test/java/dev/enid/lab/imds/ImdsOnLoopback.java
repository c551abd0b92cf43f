package dev.enid.lab.imds;

import dev.enid.core.ip.Ip;
import dev.enid.lab.fault.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The service on 127.0.0.1, with instances that are told apart by other addresses of 127.0.0.0/8, and with a clock that tests
 * move.
 */
final class ImdsOnLoopback implements MetadataSource, AutoCloseable {

    static final String WEB = "127.0.0.2";
    static final String OTHER = "127.0.0.3";
    static final String NOBODY = "127.0.0.9";

    final VirtualTime time = new VirtualTime();
    final ImdsServer server;
    private final Map<Ip, ImdsInstance> instances = new ConcurrentHashMap<>();
    private int port;

    ImdsOnLoopback() throws IOException {
        server = ImdsServer.start(new ImdsServer.Parts(
                this::open, this, LaunchFacts.example(time.now()), this::roleKeys, time, new Random(7), HopLimit.NONE));
    }

    /** New ones each minute. */
    private RoleKeys roleKeys(String instance) {
        Instant made = time.now().truncatedTo(ChronoUnit.MINUTES);
        String key = "ASIA" + instance.substring(2) + made.getEpochSecond();
        return new RoleKeys(key, "secret", "token", made, made.plusSeconds(60));
    }

    private List<ServerSocketChannel> open() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 256);
        port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        return List.of(channel);
    }

    @Override
    public Optional<ImdsInstance> instanceOf(Ip client) {
        return Optional.ofNullable(instances.get(client));
    }

    /** Launches the instance behind that address, or changes it. */
    void set(String address, ImdsInstance instance) {
        instances.put(Ip.parse(address), instance);
        server.observe(instance);
    }

    int port() {
        return port;
    }

    TestClient connect(String from) throws IOException {
        return new TestClient(
                InetAddress.ofLiteral(from), new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    }

    /** Switches a fault as a person would. */
    void fault(String words) {
        server.order(Scope.LAB, FaultText.parse(List.of(words.split(" ", -1))));
    }

    long consumed(FaultSpec.Kind kind) {
        return server.faults().consumed(kind);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
