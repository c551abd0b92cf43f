package dev.enid.agent.settings;

import java.nio.file.Path;

/**
 * Where enid's files are. A test or the lab hands in directories of its own.
 *
 * @param etc what a person writes: {@code /etc/enid}
 * @param run what lasts until the next boot, writable by root only: {@code /run/enid}
 */
public record Paths(Path etc, Path run) {

    /** The places of an installed enid. */
    public static final Paths INSTALLED = new Paths(Path.of("/etc/enid"), Path.of("/run/enid"));

    public Path settings() {
        return etc.resolve("enid.toml");
    }

    /** The ENIs that {@code enid down} took down. */
    public Path held() {
        return run.resolve("held");
    }

    public Path controlSocket() {
        return run.resolve("control.sock");
    }

    /** Locked by the daemon as long as it runs. */
    public Path daemonLock() {
        return run.resolve("daemon.lock");
    }
}
