/**
 * The codec of rtnetlink, nf_tables and connection tracking: every message is a header and a list of attributes, and attributes that
 * nothing here knows survive a parse and an emission byte for byte.
 *
 * <p>Lengths are checked once, when bytes become a message ({@link dev.enid.linux.wire.DecodeFault}); from then on
 * accessors cannot fail. Must not be in here: sockets, or any translation to the objects of {@code core.kernel}.
 */
@NullMarked
package dev.enid.linux.wire;

import org.jspecify.annotations.NullMarked;
