/**
 * Conversations with the kernel over rtnetlink, and with nf_tables and connection tracking over nfnetlink: requests and dumps,
 * multicast events, and the network namespaces they happen in.
 *
 * <p>What may go wrong in a conversation (interrupted dumps, overrun queues, answers out of order) is dealt with here.
 * Must not be in here: what to ask for, or why.
 */
@NullMarked
package dev.enid.linux.session;

import org.jspecify.annotations.NullMarked;
