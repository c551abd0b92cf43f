/**
 * EC2's API, as far as a move needs it: {@link dev.enid.agent.ec2.Ec2} in values of our own, and
 * {@link dev.enid.agent.ec2.AwsEc2}, which asks AWS by its SDK. No type of the SDK leaves this package.
 *
 * <p>Not here: what to do about an answer, when to ask again, and any waiting (move).
 */
@NullMarked
package dev.enid.agent.ec2;

import org.jspecify.annotations.NullMarked;
