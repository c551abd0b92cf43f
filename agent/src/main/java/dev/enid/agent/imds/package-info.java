/**
 * The instance metadata service (IMDS): one kept-alive connection, tokens, and the reading of one consistent
 * {@link dev.enid.core.inventory.Instance}. {@link dev.enid.agent.imds.ImdsReader} is the way in.
 *
 * <p>IMDS is not trusted: what it answers becomes a value type here or is refused as a whole, and the last good reading stays.
 * Not here: what follows from a reading (core), when to read (the daemon), any other use of IMDS, such as credentials.
 */
@NullMarked
package dev.enid.agent.imds;

import org.jspecify.annotations.NullMarked;
