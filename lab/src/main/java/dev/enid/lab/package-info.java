/**
 * A VPC in network namespaces, with real packets, for tests, for demonstrations and for trying things out.
 *
 * <p>Not here: a second engine. The fabric is one more policy for the same planner and executor, and the agent that runs in
 * an instance is the one that ships. Nothing on a host needs this module, and nothing in it touches the machine's own network.
 */
@NullMarked
package dev.enid.lab;

import org.jspecify.annotations.NullMarked;
