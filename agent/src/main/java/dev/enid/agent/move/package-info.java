/**
 * Moving a resource to an instance. {@link dev.enid.agent.move.Survey} looks what is where and makes a plan, or refuses;
 * {@link dev.enid.agent.move.Mover} carries it out: look, decide what follows ({@link dev.enid.agent.move.Next}), do it, look
 * again. That EC2 accepted something counts for nothing, that it shows it does: so a lost answer needs no case of its own.
 *
 * <p>All kinds of resources go by the same decisions: a {@link dev.enid.agent.move.Movable} says where it is, and what to ask
 * for. Not here: EC2's protocol (ec2), arguments and printing (cli).
 */
@NullMarked
package dev.enid.agent.move;

import org.jspecify.annotations.NullMarked;
