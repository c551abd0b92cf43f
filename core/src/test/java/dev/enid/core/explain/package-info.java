/** Tests of explanations. */
@NullMarked
package dev.enid.core.explain;

import org.jspecify.annotations.NullMarked;
