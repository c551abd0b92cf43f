/** A host of a test's own: network namespaces, links as EC2 plugs them in, and {@code ip} as an outside witness. */
@NullMarked
package dev.enid.agent.host;

import org.jspecify.annotations.NullMarked;
