/** Tests of how scenarios are written. */
@NullMarked
package dev.enid.lab.scenario;

import org.jspecify.annotations.NullMarked;
