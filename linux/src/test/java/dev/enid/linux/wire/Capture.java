package dev.enid.linux.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What was said while one command ran; the scripts beside the files make them. */
record Capture(String command, List<String> toKernel, List<String> fromKernel) {

    static List<Capture> all() {
        List<Capture> all = in("captures.txt");
        all.addAll(in("nftables.txt"));
        all.addAll(in("conntrack.txt"));
        return all;
    }

    static List<Capture> in(String file) {
        List<Capture> all = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(Capture.class.getResourceAsStream(file))) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            for (String line : text.lines().toList()) {
                String rest = line.substring(2);
                switch (line.charAt(0)) {
                    case '#' -> all.add(new Capture(rest, new ArrayList<>(), new ArrayList<>()));
                    case '>' -> all.getLast().toKernel.add(rest);
                    case '<' -> all.getLast().fromKernel.add(rest);
                    default -> {}
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** The last of that command. */
    static Capture of(String command) {
        return all().stream()
                .filter(capture -> capture.command.equals(command))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("not captured: " + command));
    }

    Stream<byte[]> datagrams() {
        return Stream.concat(toKernel.stream(), fromKernel.stream()).map(HexFormat.of()::parseHex);
    }

    /** What the command asked. */
    <T extends Message> T request(Class<T> kind) {
        return only(toKernel, kind).getFirst();
    }

    /** Everything of that kind that the kernel answered. */
    <T extends Message> List<T> answers(Class<T> kind) {
        return only(fromKernel, kind);
    }

    private static <T extends Message> List<T> only(List<String> datagrams, Class<T> kind) {
        List<T> found = new ArrayList<>();
        for (String hex : datagrams) {
            for (Envelope envelope : decoded(HexFormat.of().parseHex(hex))) {
                if (kind.isInstance(envelope.message())) {
                    found.add(kind.cast(envelope.message()));
                }
            }
        }
        return found;
    }

    static List<Envelope> decoded(byte[] bytes) {
        try {
            return Envelope.decodeAll(bytes);
        } catch (DecodeFault e) {
            throw new AssertionError(HexFormat.of().formatHex(bytes), e);
        }
    }

    static byte[] encoded(List<Envelope> envelopes) {
        Encoder encoder = new Encoder();
        envelopes.forEach(envelope -> envelope.encode(encoder));
        return encoder.toArray();
    }
}
