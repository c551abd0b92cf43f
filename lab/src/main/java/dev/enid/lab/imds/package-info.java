/**
 * The lab's instance metadata service: IMDSv2 over HTTP/1.1, to each instance what is its own, told apart by the address its
 * packets come from, and with everything that goes wrong with the real one to be switched on ({@link
 * dev.enid.lab.imds.FaultSpec}).
 *
 * <p>It follows the EC2 User Guide ("Use the Instance Metadata Service to access instance metadata") and answers of the real
 * service as curl shows them. The JDK's own HTTP server is not used: it can neither leave a request unanswered nor reset or
 * cut a connection, which is half of what this one is for.
 *
 * <p>Must not be in here: the VPC (it comes in as a {@link dev.enid.lab.imds.MetadataSource}), network namespaces (listening
 * sockets come in as {@link dev.enid.lab.imds.Listeners}).
 */
@NullMarked
package dev.enid.lab.imds;

import org.jspecify.annotations.NullMarked;
