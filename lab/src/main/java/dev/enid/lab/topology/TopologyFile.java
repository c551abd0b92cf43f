package dev.enid.lab.topology;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** Topology files, in TOML, and those that come with the lab. Their keys are described in two-enis.toml. */
public final class TopologyFile {

    /** Names of the topologies that come with the lab. */
    public static final List<String> SHIPPED =
            List.of("two-enis", "dual-stack", "two-zones", "cards", "ipv6-only", "big", "debian");

    /** No topology is near it; reading /dev/zero ends. */
    private static final long MOST_BYTES = 1 << 20;

    private TopologyFile() {}

    /**
     * Reads a file.
     *
     * @throws TopologyException with every problem of the file, also when it cannot be read
     */
    public static Vpc read(Path file) throws TopologyException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw unreadable(file, "is larger than a topology can be");
            }
            return parse(
                    file.toString(),
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(java.nio.ByteBuffer.wrap(bytes))
                            .toString());
        } catch (NoSuchFileException e) {
            throw unreadable(file, "is not there; topologies that come with the lab: " + String.join(", ", SHIPPED));
        } catch (MalformedInputException e) {
            throw unreadable(file, "is not UTF-8 text");
        } catch (IOException e) {
            throw unreadable(file, "cannot be read: " + e.getMessage());
        }
    }

    private static TopologyException unreadable(Path file, String why) {
        return new TopologyException(file.toString(), List.of(new Problem(0, "", why)));
    }

    /**
     * Reads one that comes with the lab.
     *
     * @throws TopologyException when there is none of that name
     */
    public static Vpc shipped(String name) throws TopologyException {
        if (!SHIPPED.contains(name)) {
            throw new TopologyException(
                    "topology " + name,
                    List.of(new Problem(
                            0, "", "is not one of those that come with the lab: " + String.join(", ", SHIPPED))));
        }
        return parse(name + ".toml", shippedText(name));
    }

    /** The text of one that comes with the lab, to start one's own from. */
    public static String shippedText(String name) {
        try (InputStream in = TopologyFile.class.getResourceAsStream(name + ".toml")) {
            if (in == null) {
                throw new IllegalArgumentException("no topology " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a text.
     *
     * @param source what a message calls it
     * @throws TopologyException with every problem of the text
     */
    public static Vpc parse(String source, String text) throws TopologyException {
        TomlParseResult toml = Toml.parse(text);
        List<Problem> problems = new ArrayList<>();
        for (TomlParseError error : toml.errors()) {
            problems.add(new Problem(error.position().line(), "", String.valueOf(error.getMessage())));
        }
        if (!problems.isEmpty()) {
            throw new TopologyException(source, problems);
        }
        Vpc vpc = new TopologyReader(problems).read(new Section("", toml, 0, problems));
        if (!problems.isEmpty()) {
            throw new TopologyException(source, problems);
        }
        return vpc;
    }
}
