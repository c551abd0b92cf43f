package dev.enid.lab.debian;

/** What a program wrote to both of its outputs, and its exit code. */
public record Ran(int exit, String output) {}
