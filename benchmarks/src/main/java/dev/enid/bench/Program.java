package dev.enid.bench;

import java.nio.file.Path;

/**
 * The program that is measured: as installed, with its own runtime and cache.
 *
 * @param enid the executable
 */
record Program(Path enid) {}
