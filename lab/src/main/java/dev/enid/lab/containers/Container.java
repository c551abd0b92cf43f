package dev.enid.lab.containers;

import dev.enid.lab.probe.Place;
import java.nio.file.Path;

/**
 * A container that runs.
 *
 * @param network its network namespace, to be opened
 */
public record Container(String name, Path network) {

    /** Where packets come from and are answered. */
    public Place place() {
        return Place.of("container " + name, network);
    }
}
