@NullMarked
package dev.enid.core.desire;

import org.jspecify.annotations.NullMarked;
