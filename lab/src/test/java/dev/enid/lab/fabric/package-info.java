/** The VPC with real packets, and its policy without. */
@NullMarked
package dev.enid.lab.fabric;

import org.jspecify.annotations.NullMarked;
