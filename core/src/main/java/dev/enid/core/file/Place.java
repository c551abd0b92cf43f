package dev.enid.core.file;

/**
 * Where files are looked for.
 *
 * @param directory absolute; where it is missing, there are none
 * @param glob of file names (java.nio.file.FileSystem#getPathMatcher), or of {@code DIRECTORY/NAME} one level below
 */
public record Place(String directory, String glob) {}
