package dev.enid.lab.server;

import dev.enid.lab.kept.KeptLab;
import dev.enid.lab.kept.StateFile;
import dev.enid.lab.topology.Vpc;
import java.util.Optional;

/**
 * What a lab begins as, and where it is kept.
 *
 * @param before what it was when it was up last
 * @param file where to write what becomes of it; nowhere where empty
 */
public record Origin(Vpc vpc, Optional<KeptLab> before, Optional<StateFile> file) {

    /** A new one that nobody keeps. */
    public static Origin of(Vpc vpc) {
        return new Origin(vpc, Optional.empty(), Optional.empty());
    }

    /** A new one. */
    public static Origin of(Vpc vpc, StateFile file) {
        return new Origin(vpc, Optional.empty(), Optional.of(file));
    }

    /** One that was up before. */
    public static Origin again(KeptLab before, StateFile file) {
        return new Origin(before.vpc().vpc(), Optional.of(before), Optional.of(file));
    }
}
