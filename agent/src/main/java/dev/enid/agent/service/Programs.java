package dev.enid.agent.service;

import dev.enid.core.render.Command;
import java.time.Duration;

/** Runs programs of the host: found below /usr/sbin, /usr/bin, /sbin and /bin, without a shell, with an environment of their own. */
@FunctionalInterface
public interface Programs {

    /**
     * What became of one.
     *
     * @param well whether it ended with status 0
     * @param last what it said last, or why it could not be run: for people
     * @param text all that it wrote
     */
    record Said(boolean well, String last, String text) {

        static Said not(String why) {
            return new Said(false, why, "");
        }
    }

    /** Runs it to its end, or for as long as patience lasts. */
    Said ask(Command command, Duration patience) throws InterruptedException;

    /** Those of this host. */
    static Programs here() {
        return new ManagerProgram();
    }
}
