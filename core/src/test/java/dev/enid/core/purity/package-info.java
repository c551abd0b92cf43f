/**
 * Keeps core pure: its class files are read, and whatever reaches out of the program is a finding.
 *
 * <p>Not here: which module may depend on which, as that needs the class files of all of them; see the lab's tests.
 */
@NullMarked
package dev.enid.core.purity;

import org.jspecify.annotations.NullMarked;
