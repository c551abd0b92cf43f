package dev.enid.core.adopt;

/**
 * Something that a peer left on the host.
 *
 * @param what as people write it: {@code file /etc/...}, {@code unit ...}, {@code rule 10001: from ...}
 * @param link the name of the link that it is about; empty for the whole host
 * @param evidence by what it is told to be that peer's
 * @param becomes what becomes of it, in a few words
 */
public record Trace(Peer peer, String what, String link, String evidence, String becomes) {}
