package dev.enid.lab.demo;

import java.util.List;

/**
 * What the demo of moves has shown.
 *
 * @param ok whether every check held
 * @param checks in the order they were made
 * @param gaps what a client saw of each move
 * @param tookMs the whole demo, in ms
 */
public record MoveView(boolean ok, List<Check> checks, List<Gap> gaps, long tookMs) {

    public MoveView {
        checks = List.copyOf(checks);
        gaps = List.copyOf(gaps);
    }

    /**
     * One move.
     *
     * @param longestMs between two connections of a client that keeps connecting, in ms
     */
    public record Gap(String what, double longestMs) {}
}
