/** The control socket: who may ask what, and clients of every kind. */
@NullMarked
package dev.enid.agent.control;

import org.jspecify.annotations.NullMarked;
