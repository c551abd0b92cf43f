package dev.enid.agent.cli;

import dev.enid.agent.settings.LogLevel;
import java.util.Locale;
import java.util.Map;

/** The daemon's log: lines on standard error, which the journal or whoever started it keeps. */
final class DaemonLog {

    private static final String OPTION = "org.slf4j.simpleLogger.";

    private DaemonLog() {}

    /** To be called before the first line is logged. */
    static void begin(LogLevel level, Map<String, String> environment) {
        // Set by systemd where the journal reads standard error (systemd.exec): it knows the time itself.
        boolean journal = environment.containsKey("JOURNAL_STREAM");
        System.setProperty(OPTION + "defaultLogLevel", level.name().toLowerCase(Locale.ROOT));
        System.setProperty(OPTION + "showThreadName", "false");
        System.setProperty(OPTION + "showLogName", "false");
        System.setProperty(OPTION + "showDateTime", String.valueOf(!journal));
        System.setProperty(OPTION + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    }
}
