/** A host as a test describes it, in a few words, for the tests of policy and planner. */
@NullMarked
package dev.enid.core.host;

import org.jspecify.annotations.NullMarked;
