package dev.enid.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enid.agent.cli.Shell.Answer;
import dev.enid.agent.host.Eventually;
import dev.enid.agent.host.PrivateHost;
import dev.enid.agent.imds.ImdsSettings;
import dev.enid.agent.imds.fake.FakeImds;
import dev.enid.agent.settings.Paths;
import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.EniId;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.linux.posix.LinuxException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An instance with its primary ENI, on which a person types commands: the real kernel, the commands' whole code, a fake IMDS. */
final class Ec2Host {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final PrivateHost host;
    private final Paths paths;
    private final FakeImds imds;
    private final List<Running> running = new ArrayList<>();
    private long uid;

    Ec2Host(PrivateHost host, Path directory) throws LinuxException {
        this.host = host;
        paths = new Paths(directory.resolve("etc"), directory.resolve("run"));
        host.ip("link set lo up");
        host.plug("eth0", mac(0));
        withoutLinkLocal("eth0");
        host.ip("addr add 10.0.0.4/24 dev eth0");
        host.ip("link set eth0 up");
        host.ip("route add default via 10.0.0.1 dev eth0 metric 100 proto dhcp");
        imds = host.namespace().call(FakeImds::start);
        imds.metadata().show(new Instance("i-0a1b2c3d", "eu-central-1a", List.of(eni(0)), List.of()), false);
    }

    /** The kernel makes that address, and its routes, a while after the link is up: a test would see it sometimes. */
    private void withoutLinkLocal(String link) {
        host.ip("link set " + link + " addrgenmode none");
    }

    private static Mac mac(int device) {
        return new Mac(0x02005e005300L + device);
    }

    /** ENI number k has 10.0.k.4 and 2001:db8:0:k::4. */
    private static Eni eni(int device, Cidr... prefixes) {
        return new Eni(
                new EniId(String.format("eni-%08x", device)),
                mac(device),
                device == 0,
                0,
                device,
                Optional.of(Cidr.parse("10.0." + device + ".0/24")),
                List.of(Cidr.parse("2001:db8:0:" + device + "::/64")),
                List.of(Ip.parse("10.0." + device + ".4")),
                List.of(Ip.parse("2001:db8:0:" + device + "::4")),
                List.of(prefixes));
    }

    FakeImds imds() {
        return imds;
    }

    Paths paths() {
        return paths;
    }

    /** Attaches ENI number k as ethK. */
    void attach(int device, String... prefixes) throws LinuxException {
        Cidr[] delegated = java.util.Arrays.stream(prefixes).map(Cidr::parse).toArray(Cidr[]::new);
        host.plug("eth" + device, mac(device));
        withoutLinkLocal("eth" + device);
        imds.metadata().attach(eni(device, delegated), false);
    }

    /** From now on by a user who is not root. */
    void becomeNobody() {
        uid = 65534;
    }

    void becomeRoot() {
        uid = 0;
    }

    void settings(String text) throws IOException {
        Files.createDirectories(paths.etc());
        Files.writeString(paths.settings(), text);
    }

    String ip(String arguments) {
        return host.ip(arguments);
    }

    /** Rules, routes and addresses, without the counters and times of a link. */
    String network() {
        return host.ip("rule")
                + host.ip("-6 rule")
                + host.ip("route show table all")
                + host.ip("-6 route show table all")
                + host.ip("-o -br addr");
    }

    private Shell shell() {
        return new Shell()
                .withBuiltIn()
                .in(paths)
                .as(uid)
                .knowing(ImdsSettings.ENDPOINT, imds.endpoint().toString());
    }

    Answer type(String... arguments) throws LinuxException {
        return host.namespace().call(() -> shell().type(arguments));
    }

    /** The answer's text with an exit code that has to be this. */
    String expect(int exit, String... arguments) throws LinuxException {
        Answer answer = type(arguments);
        assertThat(answer.exit()).as("%s", answer).isEqualTo(exit);
        return exit == Exit.OK || exit == Exit.PENDING ? answer.out() : answer.err();
    }

    JsonNode json(int exit, String... arguments) throws LinuxException {
        return tree(expect(exit, arguments));
    }

    static JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Starts what does not end by itself. */
    Running start(String... arguments) throws LinuxException {
        Running started = new Running();
        Shell shell = shell();
        started.thread = host.namespace()
                .start(
                        String.join(" ", arguments),
                        () -> started.exit.set(shell.type(started.out, started.err, arguments)));
        running.add(started);
        return started;
    }

    /** A daemon that has done its first pass. */
    Running daemon() throws LinuxException {
        Running daemon = start("daemon");
        Eventually.until(
                "a daemon that has read IMDS",
                () -> Files.exists(paths.controlSocket())
                        && type("status").out().contains("IMDS fresh"));
        return daemon;
    }

    void end() throws InterruptedException {
        // Followers first: the daemon's end is another way to end them, and tested on its own.
        for (Running each : running.reversed()) {
            each.interrupt();
        }
        imds.close();
    }

    /** A command that runs. */
    static final class Running {

        private static final int NOT_YET = -1;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final AtomicInteger exit = new AtomicInteger(NOT_YET);
        private Thread thread = Thread.currentThread();

        String out() {
            return out.toString(StandardCharsets.UTF_8);
        }

        String err() {
            return err.toString(StandardCharsets.UTF_8);
        }

        void interrupt() throws InterruptedException {
            thread.interrupt();
            awaitEnd();
        }

        /** Its exit code. */
        int awaitEnd() throws InterruptedException {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thread.isAlive()).as("%s has ended", thread.getName()).isFalse();
            return exit.get();
        }
    }
}
