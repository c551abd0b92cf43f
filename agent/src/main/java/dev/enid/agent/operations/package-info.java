/**
 * What can be asked of enid, whoever does it: this process by itself, or the daemon. Views come out, for text and JSON alike.
 *
 * <p>Not here: the socket (control), arguments and printing (cli), and any decision of the policy.
 */
@NullMarked
package dev.enid.agent.operations;

import org.jspecify.annotations.NullMarked;
