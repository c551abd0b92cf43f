package dev.enid.lab.server;

import dev.enid.agent.json.Json;
import dev.enid.agent.json.JsonFault;
import dev.enid.lab.fabric.LabException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A connection to a lab that is up. */
public final class LabClient implements AutoCloseable {

    private final SocketChannel channel;
    private final BufferedReader lines;

    private LabClient(SocketChannel channel) {
        this.channel = channel;
        this.lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    /**
     * Connects.
     *
     * @throws IOException when nobody listens there
     */
    public static LabClient connect(LabFiles files) throws IOException {
        return new LabClient(SocketChannel.open(UnixDomainSocketAddress.of(files.socket())));
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws LabException when the lab ends before it has answered
     */
    public LabAnswer ask(LabRequest request) throws IOException {
        ByteBuffer line = StandardCharsets.UTF_8.encode(Json.line((Record) request) + "\n");
        while (line.hasRemaining()) {
            channel.write(line);
        }
        String answer = lines.readLine();
        if (answer == null) {
            throw new LabException("the lab ended before it answered");
        }
        try {
            return Json.read(LabAnswer.class, answer);
        } catch (JsonFault e) {
            throw new LabException(
                    "the lab's answer is not understood: it may be of another version; " + e.getMessage(), e);
        }
    }

    /** Waits until the lab's process has closed the connection. */
    public void awaitEnd() throws IOException {
        String more;
        do {
            more = lines.readLine();
        } while (more != null);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
