/** Views and their texts. */
@NullMarked
package dev.enid.core.report;

import org.jspecify.annotations.NullMarked;
