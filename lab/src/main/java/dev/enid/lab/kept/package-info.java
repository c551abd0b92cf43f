/**
 * What a lab keeps on disk, so that it is there again when its process was not: the VPC, what the EC2 API keeps beside it, and the
 * lab's keys. Plain records of text and numbers, and the way from and to the values they stand for. No sockets and no namespaces.
 */
@NullMarked
package dev.enid.lab.kept;

import org.jspecify.annotations.NullMarked;
