/**
 * The program as a person runs it: a process of its own, its exit code and what it wrote; and the network of the machine
 * underneath, which no test may change.
 *
 * <p>Must not be in here: what a test is about.
 */
@NullMarked
package dev.enid.lab.program;

import org.jspecify.annotations.NullMarked;
