package dev.enid.agent.imds;

import dev.enid.core.ip.Mac;

/**
 * What IMDS says of the instance itself.
 *
 * @param mac the primary ENI's: the only thing that tells which is the primary before device numbers have propagated
 */
record Identity(String instanceId, String zone, Mac mac) {}
