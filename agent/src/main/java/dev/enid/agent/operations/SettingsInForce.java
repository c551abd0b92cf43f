package dev.enid.agent.operations;

import dev.enid.agent.settings.AgentSettings;
import dev.enid.agent.settings.BadSettings;
import dev.enid.agent.settings.Paths;
import dev.enid.agent.settings.SettingsFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings by which a daemon runs. It read them when it started and reads them again when it is asked to apply; a file that
 * has become unusable meanwhile changes nothing but what status says.
 */
final class SettingsInForce {

    private final Paths paths;
    private AgentSettings inForce;

    SettingsInForce(Paths paths, AgentSettings first) {
        this.paths = paths;
        this.inForce = first;
    }

    AgentSettings get() {
        return inForce;
    }

    /**
     * Takes over what the file says now.
     *
     * @return which settings take effect only when the daemon starts again, in sentences
     * @throws OperationFailed with all that is wrong with the file; then nothing has changed
     */
    List<String> reload() throws OperationFailed {
        AgentSettings next;
        try {
            next = SettingsFile.read(paths.settings());
        } catch (BadSettings e) {
            List<String> lines = new ArrayList<>(e.lines());
            lines.add("nothing was changed; the daemon goes on with the settings it has");
            throw new OperationFailed(lines);
        }
        List<String> later = atNextStart(next);
        inForce = new AgentSettings(
                next.ignored(),
                next.mainRoutes(),
                next.localPrefixes(),
                next.mtu(),
                next.containers(),
                next.files(),
                inForce.imds(),
                inForce.refresh(),
                inForce.giveUp(),
                inForce.logLevel(),
                inForce.controlGroup());
        return later;
    }

    private List<String> atNextStart(AgentSettings next) {
        List<String> tables = new ArrayList<>();
        if (!next.imds().equals(inForce.imds())) {
            tables.add("[imds]");
        }
        if (!next.refresh().equals(inForce.refresh())
                || !next.giveUp().equals(inForce.giveUp())
                || next.logLevel() != inForce.logLevel()) {
            tables.add("[daemon]");
        }
        if (!next.controlGroup().equals(inForce.controlGroup())) {
            tables.add("[control]");
        }
        return tables.isEmpty()
                ? List.of()
                : List.of("What has changed in " + String.join(", ", tables) + " of " + paths.settings()
                        + " takes effect when the daemon is restarted.");
    }

    /** What a person should know of the file as it is now, in sentences. */
    List<String> troubles() {
        try {
            AgentSettings now = SettingsFile.read(paths.settings());
            boolean same = now.equals(inForce);
            return same
                    ? List.of()
                    : List.of(paths.settings()
                            + " says otherwise than when the daemon read it: `enid apply` has it read again.");
        } catch (BadSettings e) {
            List<String> lines = new ArrayList<>();
            e.lines().forEach(line -> lines.add(line + "; the daemon goes on with the settings it has."));
            return lines;
        }
    }
}
