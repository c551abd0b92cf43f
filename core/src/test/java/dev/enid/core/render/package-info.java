/** What the renderers write, in the syntax of each file. */
@NullMarked
package dev.enid.core.render;

import org.jspecify.annotations.NullMarked;
