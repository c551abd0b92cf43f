/** What faults of every service have in common. */
@NullMarked
package dev.enid.lab.fault;

import org.jspecify.annotations.NullMarked;
