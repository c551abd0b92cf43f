package dev.enid.agent.settings;

import dev.enid.agent.settings.BadSettings.Problem;
import dev.enid.core.ip.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads {@code enid.toml}. A file that is not there says nothing; one that cannot be used says all that is wrong with it. */
public final class SettingsFile {

    private static final int MOST_BYTES = 256 * 1024;

    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    private SettingsFile() {}

    /**
     * The settings, by the file or its absence.
     *
     * @throws BadSettings when anything in the file is wrong: then nothing of it holds
     */
    public static AgentSettings read(Path file) throws BadSettings {
        Optional<String> text = text(file);
        if (text.isEmpty()) {
            return AllSettings.from(Map.of());
        }
        return new SettingsFile().parse(file, text.get());
    }

    private static Optional<String> text(Path file) throws BadSettings {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw whole(file, "longer than " + MOST_BYTES + " bytes: not a settings file");
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            throw whole(file, "not UTF-8, which TOML has to be");
        } catch (AccessDeniedException e) {
            throw whole(file, "cannot be read by this user; as root it can (sudo)");
        } catch (IOException e) {
            throw whole(file, "cannot be read: " + Quoted.of(String.valueOf(e.getMessage())));
        }
    }

    private static BadSettings whole(Path file, String text) {
        return BadSettings.of(file, List.of(new Problem(0, "", text)));
    }

    private AgentSettings parse(Path file, String text) throws BadSettings {
        TomlParseResult toml = Toml.parse(text);
        List<Problem> syntax = toml.errors().stream()
                .map(error -> new Problem(error.position().line(), "", oneLine(String.valueOf(error.getMessage()))))
                .toList();
        visit(toml, "");
        // What the parser made of a line that it did not understand is not what was meant.
        problems.removeIf(each -> syntax.stream().anyMatch(error -> error.line() == each.line()));
        problems.addAll(syntax);
        if (!problems.isEmpty()) {
            throw BadSettings.of(file, problems);
        }
        return AllSettings.from(values);
    }

    /** The parser's messages may quote the file over several lines. */
    private static String oneLine(String message) {
        return message.lines().findFirst().orElse("not TOML");
    }

    private void visit(TomlTable table, String prefix) {
        for (String name : table.keySet()) {
            List<String> path = List.of(name);
            // A quoted key may hold a dot, and is another key than one with a table.
            String key = prefix + (name.indexOf('.') < 0 ? name : '"' + name + '"');
            int line = line(table.inputPositionOf(path));
            Object value = table.get(path);
            if (value instanceof TomlTable inner && AllSettings.isTable(key)) {
                visit(inner, key + ".");
            } else if (value != null) {
                value(line, key, value);
            }
        }
    }

    private static int line(@Nullable TomlPosition position) {
        return position == null ? 0 : position.line();
    }

    private void value(int line, String key, Object value) {
        if (AllSettings.isTable(key)) {
            problems.add(new Problem(line, key, "it is a table: [" + key + "], with its settings below"));
            return;
        }
        Optional<Setting<?>> setting = AllSettings.find(key);
        if (setting.isEmpty()) {
            problems.add(new Problem(line, Quoted.of(key), AllSettings.unknown(key)));
            return;
        }
        try {
            values.put(key, setting.get().form().read(value));
        } catch (Form.NotThis e) {
            // tomlj's positions of elements are those of the white space before them: the array's own is right.
            e.wrongs().forEach(wrong -> problems.add(new Problem(line, key, wrong)));
        }
    }
}
