package dev.enid.lab.server;

import java.util.Optional;

/**
 * What a lab answers: one line of JSON.
 *
 * @param ok whether it was done
 * @param code why not: an error code of the EC2 API, {@code Usage} for what was not understood, or {@code Failed}
 * @param message why not, for a person
 * @param lab how the lab is afterwards
 */
public record LabAnswer(boolean ok, String code, String message, Optional<LabView> lab) {

    /** The request was not understood. */
    public static final String USAGE = "Usage";
    /** The kernel refused, or something broke. */
    public static final String FAILED = "Failed";

    static LabAnswer done(LabView lab) {
        return new LabAnswer(true, "", "", Optional.of(lab));
    }

    static LabAnswer refused(String code, String message) {
        return new LabAnswer(false, code, message, Optional.empty());
    }
}
