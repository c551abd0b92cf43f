package dev.enid.agent.settings;

/** How much the daemon logs. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARN
}
