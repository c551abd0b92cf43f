package dev.enid.lab.demo;

/**
 * What was tried and what was seen.
 *
 * @param name short, the same in every run
 * @param ok whether it was as it has to be
 * @param detail for a person: the command or connection that was tried, and its outcome
 */
public record Check(String name, boolean ok, String detail) {}
