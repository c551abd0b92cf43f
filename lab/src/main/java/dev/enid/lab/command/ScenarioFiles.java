package dev.enid.lab.command;

import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.settings.Suggestion;
import dev.enid.core.ip.Quoted;
import dev.enid.lab.scenario.Scenario;
import dev.enid.lab.scenario.ScenarioException;
import dev.enid.lab.scenario.ScenarioReader;
import dev.enid.lab.scenario.ShippedScenarios;
import dev.enid.lab.scenario.Vocabulary;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import dev.enid.lab.topology.Vpc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds scenarios: those that come with the lab by their names, others by their files. */
final class ScenarioFiles {

    /** No scenario is near it; reading /dev/zero ends. */
    private static final int MOST_BYTES = 1 << 20;

    private final Vocabulary vocabulary;

    ScenarioFiles(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * The scenario of a file, or of a name.
     *
     * @throws CommandFailed where there is none, or it has problems, with all of them
     */
    Scenario read(String fileOrName) throws CommandFailed {
        if (isFile(fileOrName)) {
            Path file = Path.of(fileOrName);
            String name = String.valueOf(file.getFileName());
            String shortened = name.endsWith(ShippedScenarios.ENDING)
                    ? name.substring(0, name.length() - ShippedScenarios.ENDING.length())
                    : name;
            return read(shortened, fileOrName, text(file), Optional.ofNullable(file.getParent()));
        }
        return shipped(name(fileOrName));
    }

    /** One that comes with the lab. */
    Scenario shipped(String name) throws CommandFailed {
        return read(name, name, ShippedScenarios.text(name), Optional.empty());
    }

    private static boolean isFile(String text) {
        return text.indexOf('/') >= 0 || text.endsWith(ShippedScenarios.ENDING);
    }

    /** The name of one that comes with the lab, of which the beginning is enough. */
    static String name(String beginning) throws CommandFailed {
        List<String> names = ShippedScenarios.NAMES;
        if (names.contains(beginning)) {
            return beginning;
        }
        List<String> fitting =
                names.stream().filter(each -> each.startsWith(beginning)).toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        if (fitting.size() > 1) {
            throw new CommandFailed(
                    Exit.USAGE, "several scenarios begin with " + Quoted.of(beginning), String.join(", ", fitting));
        }
        throw new CommandFailed(
                Exit.USAGE,
                "no scenario " + Quoted.of(beginning)
                        + Suggestion.of(beginning, names)
                                .map(each -> "; did you mean \"" + each + "\"?")
                                .orElse(""),
                "enid lab scenario list names those that come with the lab; a file of your own ends with "
                        + ShippedScenarios.ENDING);
    }

    private Scenario read(String name, String source, String text, Optional<Path> directory) throws CommandFailed {
        try {
            return ScenarioReader.read(name, source, text, vocabulary, new Found(directory));
        } catch (ScenarioException e) {
            throw new CommandFailed(
                    Exit.USAGE, e, String.valueOf(e.getMessage()).split("\n", -1));
        }
    }

    private static String text(Path file) throws CommandFailed {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new CommandFailed(Exit.USAGE, file + " is larger than a scenario can be");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new CommandFailed(Exit.USAGE, e, file + " is not there");
        } catch (CharacterCodingException e) {
            throw new CommandFailed(Exit.USAGE, e, file + " is not UTF-8 text");
        } catch (IOException e) {
            throw new CommandFailed(Exit.USAGE, e, file + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Topologies as a scenario names them.
     *
     * @param directory of the scenario's file, where those of its own are looked for
     */
    private record Found(Optional<Path> directory) implements ScenarioReader.Topologies {

        @Override
        public Vpc named(String name) throws TopologyException {
            if (name.indexOf('/') < 0 && !name.endsWith(".toml")) {
                return TopologyFile.shipped(name);
            }
            return TopologyFile.read(directory.map(each -> each.resolve(name)).orElse(Path.of(name)));
        }

        @Override
        public Vpc of(String text) throws TopologyException {
            return TopologyFile.parse("the topology", text);
        }
    }
}
