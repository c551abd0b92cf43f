/** Stories of conversations with a real kernel, in network namespaces of their own, and with a scripted one. */
@NullMarked
package dev.enid.linux.session;

import org.jspecify.annotations.NullMarked;
