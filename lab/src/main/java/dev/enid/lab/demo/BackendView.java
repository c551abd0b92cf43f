package dev.enid.lab.demo;

import java.util.List;

/**
 * What the demo of a backend has shown.
 *
 * @param ok whether every check held
 * @param backend as the settings say it
 * @param checks in the order they were made
 * @param tookMs the whole demo, in ms
 */
public record BackendView(boolean ok, String backend, List<Check> checks, long tookMs) {

    public BackendView {
        checks = List.copyOf(checks);
    }
}
