/**
 * The one table of nftables that is enid's, {@code inet enid}: as JSON, in one transaction, by the library or the program of
 * nftables; the bits that it leaves in the marks of connections; and what others' rules do with marks.
 *
 * <p>Must not be in here: which ENI has which mark, and whether there is to be a table at all.
 */
@NullMarked
package dev.enid.agent.nftables;

import org.jspecify.annotations.NullMarked;
