/** Files that people and crashes leave behind. */
@NullMarked
package dev.enid.agent.settings;

import org.jspecify.annotations.NullMarked;
