package dev.enid.lab.imds;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * Sets how many hops the packets of a connection travel from now on. The JDK has no such socket option, so the lab hands it
 * in.
 */
@FunctionalInterface
public interface HopLimit {

    /** For where nothing forwards, and no limit can be noticed. */
    HopLimit NONE = (connection, hops) -> {};

    /**
     * Sets it.
     *
     * @param hops 1 to 255; 0 for as many as usual
     */
    void set(SocketChannel connection, int hops) throws IOException;
}
