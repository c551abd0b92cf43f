package dev.enid.lab.demo;

import java.util.List;

/**
 * What the demo of containers has shown.
 *
 * @param ok whether every check held
 * @param engine what ran the containers
 * @param checks in the order they were made
 * @param tookMs the whole demo, in ms
 */
public record ContainerView(boolean ok, String engine, List<Check> checks, long tookMs) {

    public ContainerView {
        checks = List.copyOf(checks);
    }
}
