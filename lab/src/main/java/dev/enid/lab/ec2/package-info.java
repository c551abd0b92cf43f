/**
 * The EC2 API of a lab: the Query protocol, as AWS's own clients speak it, in front of a {@link dev.enid.lab.fabric.LabVpc}.
 * {@link dev.enid.lab.ec2.Ec2Server} listens, {@link dev.enid.lab.ec2.Ec2} finds the action, the actions read a
 * {@link dev.enid.lab.ec2.Query} and answer with {@link dev.enid.lab.ec2.Xml}.
 *
 * <p>Must not be in here: what an ENI may do (topology), and how it comes to be (fabric).
 */
@NullMarked
package dev.enid.lab.ec2;

import org.jspecify.annotations.NullMarked;
