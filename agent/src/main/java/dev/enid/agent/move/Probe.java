package dev.enid.agent.move;

import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Quoted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whether an address answers, from where the command runs. */
public sealed interface Probe {

    /** One try. */
    boolean answers(Ip ip) throws InterruptedException;

    /** As it is typed. */
    String text();

    /** A connection to a port is accepted. */
    record Tcp(int port) implements Probe {

        private static final Duration PATIENCE = Duration.ofMillis(500);

        @Override
        public boolean answers(Ip ip) {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getByAddress(ip.toBytes()), port), (int) PATIENCE.toMillis());
                return true;
            } catch (IOException _) {
                return false;
            }
        }

        @Override
        public String text() {
            return "tcp:" + port;
        }
    }

    /** An echo request is answered; by ping(8), which may send one where this process may not. */
    record Icmp() implements Probe {

        @Override
        public boolean answers(Ip ip) throws InterruptedException {
            Process ping;
            try {
                ping = new ProcessBuilder(List.of("ping", "-n", "-q", "-c", "1", "-W", "1", ip.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                return false;
            }
            try {
                return ping.waitFor(2, TimeUnit.SECONDS) && ping.exitValue() == 0;
            } finally {
                ping.destroy();
            }
        }

        @Override
        public String text() {
            return "icmp";
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a message for the person
     */
    static Probe parse(String text) {
        if (text.equals("icmp")) {
            return new Icmp();
        }
        if (text.startsWith("tcp:")) {
            try {
                int port = Integer.parseInt(text.substring("tcp:".length()));
                if (port > 0 && port <= 0xffff) {
                    return new Tcp(port);
                }
            } catch (NumberFormatException _) {
                // Then it is none.
            }
        }
        throw new IllegalArgumentException("not a probe such as tcp:443 or icmp: " + Quoted.of(text));
    }
}
