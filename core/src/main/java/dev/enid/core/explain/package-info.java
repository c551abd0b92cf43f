/**
 * Where a packet goes and why, for a person: the trace of a look-up, with who made each rule and route and for what reason, the ENI
 * it leaves by, whether the VPC takes it there, and what the kernel itself says. Must not be in here: how it is printed.
 */
@NullMarked
package dev.enid.core.explain;

import org.jspecify.annotations.NullMarked;
