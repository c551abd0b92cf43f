/**
 * What the services of a lab have in common in going wrong: which faults are on, how they are typed, how often each was met.
 * What a fault does is the business of the service that has it ({@link dev.enid.lab.imds.FaultSpec}, {@link
 * dev.enid.lab.ec2.ApiFault}).
 *
 * <p>Must not be in here: any one service.
 */
@NullMarked
package dev.enid.lab.fault;

import org.jspecify.annotations.NullMarked;
