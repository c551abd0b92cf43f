package dev.enid.core.desire;

/**
 * Whether connections are marked, so that containers answer by the ENI they were asked on.
 *
 * @param why in words: {@code docker0 forwards traffic}
 */
public record ContainerStand(boolean on, String why) {}
