/**
 * What {@code enid move} has to be allowed to do in EC2, and the least IAM policy that allows it.
 *
 * <p>The facts are those of the Service Authorization Reference, written down here for the actions that a move uses. Not here:
 * calls of EC2 or IAM, and the command line.
 */
@NullMarked
package dev.enid.agent.iam;

import org.jspecify.annotations.NullMarked;
