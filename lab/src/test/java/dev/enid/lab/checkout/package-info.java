/**
 * What holds for the checkout as a whole: which module may lean on which, and how the scripts at its root behave.
 *
 * <p>Not here: tests of the lab. These are in this module because it sees the class files of all the others.
 */
@NullMarked
package dev.enid.lab.checkout;

import org.jspecify.annotations.NullMarked;
