/** Tests of order and guards. What is planned for a host at all is told in the tests of desire. */
@NullMarked
package dev.enid.core.plan;

import org.jspecify.annotations.NullMarked;
