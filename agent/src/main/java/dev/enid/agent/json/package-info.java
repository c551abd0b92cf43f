/**
 * Records as JSON and back: the components of a record are the keys. A component's trailing underscore, which keeps it off
 * Java's keywords, is no part of the key; an empty Optional is null. An object with someone else's keys is written from a map.
 *
 * <p>Written for start-up: jackson-databind costs more time than a whole command has. Not here: what is written.
 */
@NullMarked
package dev.enid.agent.json;

import org.jspecify.annotations.NullMarked;
