package dev.enid.agent.cli;

import dev.enid.agent.settings.Paths;
import java.util.Map;

/**
 * All that a command may use of the outside.
 *
 * @param out for what was asked for
 * @param err for messages and progress
 * @param environment variables by name
 * @param uid the effective user id: 0 may change the host
 */
public record Surroundings(Terminal out, Terminal err, Paths paths, Map<String, String> environment, long uid) {

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    public boolean root() {
        return uid == 0;
    }
}
