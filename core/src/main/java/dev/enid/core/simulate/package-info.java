/**
 * What Linux would do: {@link dev.enid.core.simulate.Simulation} carries out steps on a {@link
 * dev.enid.core.kernel.KernelState} as a kernel carries them out, and {@link dev.enid.core.simulate.RouteLookup} says where a
 * packet would go. The oracle of tests, of explain and of guards; checked against a real kernel by tests of the linux and
 * agent modules.
 *
 * <p>Simulated is the state after things have settled: duplicate address detection is through, a link that is up has its carrier.
 * Must not be in here: any opinion on what should hold.
 */
@NullMarked
package dev.enid.core.simulate;

import org.jspecify.annotations.NullMarked;
