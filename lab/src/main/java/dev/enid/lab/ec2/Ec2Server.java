package dev.enid.lab.ec2;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.fault.FaultOrder;
import dev.enid.lab.fault.Faults;
import dev.enid.lab.imds.LabTime;
import dev.enid.lab.imds.LaunchFacts;
import dev.enid.lab.kept.KeptLab;
import dev.enid.lab.kept.KeptRecords;
import dev.enid.lab.kept.KeptVpc;
import dev.enid.lab.kept.StateFile;
import dev.enid.lab.topology.Vpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/**
 * Serves the EC2 API on a port of the loopback address, the same one on the machine and inside of every instance: one server in
 * the lab's own network, and {@link Door doors} to it.
 */
public final class Ec2Server implements AutoCloseable {

    private static final int MOST_BODY = 1 << 20;
    /** RFC 9110, 15.5.14. */
    private static final int TOO_LARGE = 413;
    /** Of {@link HttpExchange#sendResponseHeaders}. */
    private static final int NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Doors doors;
    private final int port;
    private final String region;
    private final Keyring keys;
    private final Ec2 ec2;

    private Ec2Server(HttpServer server, Doors doors, int port, String region, Keyring keys, Ec2 ec2) {
        this.server = server;
        this.doors = doors;
        this.port = port;
        this.region = region;
        this.keys = keys;
        this.ec2 = ec2;
    }

    /**
     * Starts it.
     *
     * @param facts as the metadata service tells them
     * @param before what it kept when the lab was up last
     * @param machine listens on the machine's loopback address, where this process is in a network of its own
     */
    public static Ec2Server start(
            LabVpc network,
            LaunchFacts facts,
            Keyring keys,
            LabTime time,
            RandomGenerator random,
            Optional<KeptRecords> before,
            Optional<ServerSocketChannel> machine)
            throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        InetSocketAddress inner = http.getAddress();
        int port =
                machine.isPresent() ? ((InetSocketAddress) machine.get().getLocalAddress()).getPort() : inner.getPort();
        String region =
                Cloud.region(network.vpc().subnets().firstEntry().getValue().zone());
        Ec2 ec2 = new Ec2(network, facts, keys, time, random, before);
        Doors doors = new Doors(network, inner, port, machine);
        Ec2Server server = new Ec2Server(http, doors, port, region, keys, ec2);
        try {
            http.createContext("/", exchange -> answer(ec2, exchange));
            http.setExecutor(server.threads);
            http.start();
            doors.follow(network.vpc());
            network.watch(server::follow);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Writes everything down from now on, whenever something changes. */
    public void keepIn(StateFile file) {
        ec2.keep((vpc, records) -> {
            Credentials own = keys.own();
            try {
                file.write(new KeptLab(KeptLab.FORM, KeptVpc.of(vpc), records, own.accessKey(), own.secretKey(), port));
            } catch (IOException e) {
                // The change itself is made; the log of the lab's process tells that it would not survive it.
                System.err.println("the lab's state is not kept: " + e);
            }
        });
    }

    private void follow(Vpc vpc) {
        try {
            doors.follow(vpc);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(Ec2 ec2, HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY + 1);
            Optional<Ec2.Answer> answer = body.length > MOST_BODY
                    ? Optional.of(new Ec2.Answer(TOO_LARGE, ""))
                    : ec2.answer(request(exchange, body));
            // To close an exchange that has no answer is to close the connection.
            if (answer.isPresent()) {
                send(exchange, answer.get());
            }
        } catch (InterruptedException _) {
            // The lab ends.
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, Ec2.Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml;charset=UTF-8");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? NO_BODY : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Request request(HttpExchange exchange, byte[] body) {
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        URI uri = exchange.getRequestURI();
        return new Request(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                Optional.ofNullable(uri.getRawQuery()).orElse(""),
                headers,
                body);
    }

    /** AWS_ENDPOINT_URL_EC2. */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** The lab's own. */
    public Credentials credentials() {
        return keys.own();
    }

    public Faults<ApiFault> faults() {
        return ec2.faults();
    }

    /**
     * Carries out what a person asked for.
     *
     * @throws IllegalArgumentException for an action that there is not
     */
    public void order(FaultOrder<ApiFault> order) {
        ec2.order(order);
    }

    /** AWS_REGION. */
    public String region() {
        return region;
    }

    @Override
    public void close() throws IOException {
        doors.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
