package dev.enid.lab.imds;

import dev.enid.core.ip.Ip;
import java.time.Duration;
import java.time.Instant;

/**
 * One request, for the log.
 *
 * @param at when it had come in
 * @param instance its id
 * @param status 0 where no whole answer was sent
 * @param took until the answer was made
 */
public record ImdsRequest(
        Instant at, String instance, Ip client, String method, String path, int status, Duration took) {}
