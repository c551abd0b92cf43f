/**
 * A VPC as EC2 knows it, as immutable values: subnets, ENIs with their addresses and attachments, instances, and machines
 * outside. Every change is a pure function from one {@link dev.enid.lab.topology.Vpc} to the next, with EC2's rules and
 * EC2's names for what it refuses. Topology files are read here.
 *
 * <p>Must not be in here: network namespaces, packets, the metadata service.
 */
@NullMarked
package dev.enid.lab.topology;

import org.jspecify.annotations.NullMarked;
