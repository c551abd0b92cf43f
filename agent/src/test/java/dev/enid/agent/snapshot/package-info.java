@NullMarked
package dev.enid.agent.snapshot;

import org.jspecify.annotations.NullMarked;
