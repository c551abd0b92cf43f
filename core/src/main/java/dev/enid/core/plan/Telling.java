package dev.enid.core.plan;

import dev.enid.core.file.Backend;
import dev.enid.core.render.Bringing;

/** A manager of the host is told to bring something about. */
public record Telling(Backend backend, Bringing bringing) {}
