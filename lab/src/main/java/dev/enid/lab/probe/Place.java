package dev.enid.lab.probe;

import dev.enid.lab.fabric.LabVpc;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.nio.file.Path;

/** Where packets are sent from and answered: a machine of the lab, or a container in one. */
public interface Place {

    /** For messages. */
    String name();

    /**
     * Runs {@code action} on a thread of its own that is in the place's network namespace. Sockets made there stay there.
     *
     * @throws IOException what the action threw, or why the namespace could not be entered
     */
    <T> T inside(LabVpc.Inside<T> action) throws IOException;

    /** A machine of the lab. */
    static Place of(LabVpc lab, String machine) {
        return new OfMachine(lab, machine);
    }

    /**
     * Any network namespace.
     *
     * @param networkNamespace a file that stands for it
     */
    static Place of(String name, Path networkNamespace) {
        return new OfNamespace(name, networkNamespace);
    }

    /** A machine of the lab. */
    record OfMachine(LabVpc lab, String name) implements Place {

        @Override
        public <T> T inside(LabVpc.Inside<T> action) throws IOException {
            return lab.inside(name, action);
        }
    }

    /** Any network namespace. */
    record OfNamespace(String name, Path networkNamespace) implements Place {

        @Override
        public <T> T inside(LabVpc.Inside<T> action) throws IOException {
            try (Namespace namespace = Namespace.at(networkNamespace)) {
                return namespace.<T, IOException>call(action::run);
            }
        }
    }
}
