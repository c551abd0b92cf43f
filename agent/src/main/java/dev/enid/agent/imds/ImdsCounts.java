package dev.enid.agent.imds;

/**
 * What the reading of IMDS has cost so far.
 *
 * @param requests sent, those for tokens included
 * @param connections made
 * @param retries attempts after one that failed; reconnecting because the server closed an idle connection is none
 * @param tokens got
 */
public record ImdsCounts(long requests, long connections, long retries, long tokens) {}
