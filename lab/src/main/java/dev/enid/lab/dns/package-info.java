/**
 * DNS as a VPC has it: the names of its instances, and no others, for there is no outside. What to answer is a function of the
 * question and the VPC; messages are read and written by dnsjava.
 *
 * <p>Must not be in here: network namespaces (sockets come in opened), and the fabric.
 */
@NullMarked
package dev.enid.lab.dns;

import org.jspecify.annotations.NullMarked;
