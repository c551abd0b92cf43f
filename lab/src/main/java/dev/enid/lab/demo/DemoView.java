package dev.enid.lab.demo;

import java.util.List;
import java.util.Optional;

/**
 * What a demo has shown.
 *
 * @param ok whether every check held
 * @param checks in the order they were made
 * @param hotplugToReachableMs from the link appearing in the instance to the first connection from outside, in ms; absent
 *     when there was none
 * @param tookMs the whole demo, in ms
 */
public record DemoView(boolean ok, List<Check> checks, Optional<Double> hotplugToReachableMs, long tookMs) {

    public DemoView {
        checks = List.copyOf(checks);
    }
}
