/**
 * What EC2 says of this instance, in EC2's words, as values that cannot hold nonsense. Must not be in here: how it is
 * read (agent), or what follows from it (desire).
 */
@NullMarked
package dev.enid.core.inventory;

import org.jspecify.annotations.NullMarked;
