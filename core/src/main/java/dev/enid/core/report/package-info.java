/**
 * What a person or another program sees: one record a view, made from what a pass knows; text and JSON are printed from
 * it. The records' components are the keys of the JSON, and other programs rely on them. A trailing underscore keeps a
 * component off Java's keywords and is no part of the key; an empty Optional is null.
 *
 * <p>Must not be in here: the terminal, the socket, and any judgement that the policy or the planner did not make.
 */
@NullMarked
package dev.enid.core.report;

import org.jspecify.annotations.NullMarked;
