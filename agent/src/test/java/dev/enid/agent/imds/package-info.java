@NullMarked
package dev.enid.agent.imds;

import org.jspecify.annotations.NullMarked;
