/**
 * What configures an ENI without the metadata service, as EC2 does it: DHCP for IPv4 (RFC 2131) and IPv6 (RFC 8415), and router
 * advertisements (RFC 4861). Packets are values, an answer is a function of a request and of the ENI that it came from, and
 * nothing is remembered: the VPC alone decides what an ENI may have, so a lease is the same before and after a restart.
 *
 * <p>The facts of EC2 are from the VPC User Guide ("DHCP option sets in Amazon VPC") and from what leases of EC2 instances show.
 * There is no well-kept library of all three for the JVM.
 *
 * <p>Must not be in here: sockets, except in {@link dev.enid.lab.dhcp.DhcpServer}; what the VPC looks like, except in {@link
 * dev.enid.lab.dhcp.Lessee}.
 */
@NullMarked
package dev.enid.lab.dhcp;

import org.jspecify.annotations.NullMarked;
