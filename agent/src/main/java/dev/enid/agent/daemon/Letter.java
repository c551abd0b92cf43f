package dev.enid.agent.daemon;

import dev.enid.core.desire.Settings;
import dev.enid.core.inventory.Instance;
import dev.enid.core.reading.Reading;
import java.util.Optional;

/** What other threads tell the one that runs the passes. */
sealed interface Letter {

    record Heard(Notice notice) implements Letter {}

    record MetadataRead(Reading<Instance> reading) implements Letter {}

    /**
     * Asks for a reading of IMDS and a pass.
     *
     * @param settings to go on with; empty for those there are
     */
    record PassRequested(long request, Optional<Settings> settings) implements Letter {}

    record SettingsChanged(Settings settings) implements Letter {}

    record Stop(String why) implements Letter {}
}
