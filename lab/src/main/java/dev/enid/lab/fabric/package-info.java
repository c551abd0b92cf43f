/**
 * The VPC as network namespaces: one for the fabric, which is the VPC's routers and hypervisors in one, and one for each
 * instance and each machine outside. What lies in the fabric is computed by {@link dev.enid.lab.fabric.FabricPolicy} and
 * installed by the planner and executor that hosts have; done directly is only the plugging: links that come and go.
 *
 * <p>Must not be in here: the metadata service, commands, anything that touches the namespace this program was started in.
 */
@NullMarked
package dev.enid.lab.fabric;

import org.jspecify.annotations.NullMarked;
