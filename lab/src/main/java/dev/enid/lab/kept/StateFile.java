package dev.enid.lab.kept;

import dev.enid.agent.json.Json;
import dev.enid.agent.json.JsonFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The file with a lab's state: whole at any moment, and for its user alone, as it has keys. */
public record StateFile(Path path) {

    /** Puts a state in the place of the one before. */
    public void write(KeptLab lab) throws IOException {
        Path made = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(made);
        Files.createFile(made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(made, Json.line(lab));
        Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * The last one; empty where there is none.
     *
     * @throws IOException when it cannot be read, or is not one of this program's
     */
    public Optional<KeptLab> read() throws IOException {
        String text;
        try {
            text = Files.readString(path);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            KeptLab lab = Json.read(KeptLab.class, text);
            if (lab.form() != KeptLab.FORM) {
                throw new IOException(path + " is of another program, form " + lab.form());
            }
            return Optional.of(lab);
        } catch (JsonFault e) {
            throw new IOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
