package dev.enid.core.plan;

import dev.enid.core.file.FoundFile;
import dev.enid.core.file.HostFile;
import java.util.Optional;

/** One file written or removed; neither is ever seen half done. */
public sealed interface FileStep {

    String path();

    /**
     * The file as it is to be.
     *
     * @param was the file of ours that is there
     */
    record Write(HostFile file, Optional<FoundFile> was) implements FileStep {
        @Override
        public String path() {
            return file.path();
        }
    }

    /** Remove a file of ours, as long as it still is what was found. */
    record Remove(FoundFile file) implements FileStep {
        @Override
        public String path() {
            return file.path();
        }
    }
}
