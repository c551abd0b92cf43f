package dev.enid.core.inventory;

import dev.enid.core.ip.Mac;
import dev.enid.core.reading.Fault;

/**
 * An ENI that IMDS lists but does not yet describe consistently. It alone waits; the others go on.
 *
 * @param fault what does not fit yet
 */
public record PendingEni(Mac mac, Fault fault) {}
