package dev.enid.agent.settings;

import dev.enid.agent.imds.BadEnvironment;
import dev.enid.agent.imds.Endpoint;
import dev.enid.agent.imds.ImdsSettings;
import dev.enid.core.desire.EniSelector;
import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.ip.Mac;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the settings file says, with the standards for what it does not say.
 *
 * @param ignored ENIs that enid leaves alone
 * @param mainRoutes whether secondary ENIs get routes in the main table
 * @param localPrefixes whether every address of a delegated prefix answers on the host itself
 * @param mtu of secondary ENIs, in bytes; 0 leaves it
 * @param containers whether what containers answer is marked, and with which bits
 * @param files by whom ENIs are brought up
 * @param imds how IMDS is reached, where the environment does not say
 * @param refresh between two readings of IMDS
 * @param giveUp how long IMDS is asked about a link that has just appeared
 * @param logLevel of the daemon
 * @param controlGroup whose members may change things by the control socket, like root
 */
public record AgentSettings(
        List<EniSelector> ignored,
        boolean mainRoutes,
        boolean localPrefixes,
        int mtu,
        Settings.Containers containers,
        Files files,
        Imds imds,
        Duration refresh,
        Duration giveUp,
        LogLevel logLevel,
        Optional<String> controlGroup) {

    /**
     * By whom secondary ENIs are brought up.
     *
     * @param backend empty for the host's own
     * @param kept whether files of an ENI that is gone stay
     */
    public record Files(Optional<Backend> backend, boolean kept) {}

    /**
     * How IMDS is reached; the variables of AWS's own tools go before it.
     *
     * @param endpoint {@code http://HOST[:PORT][/PATH]}; absent for the standard ones
     * @param timeout for a connection, and for each request
     * @param attempts how often a request that failed is tried in all
     * @param version1 whether to go without a token where IMDS gives none
     */
    public record Imds(Optional<Endpoint> endpoint, Duration timeout, int attempts, boolean version1) {

        /**
         * With the variables of AWS's own tools, which go before the file.
         *
         * @throws BadEnvironment naming every variable whose value cannot be used
         */
        public ImdsSettings with(Map<String, String> environment) {
            boolean elsewhere =
                    isSet(environment, ImdsSettings.ENDPOINT) || isSet(environment, ImdsSettings.ENDPOINT_MODE);
            ImdsSettings base = ImdsSettings.of(environment);
            Duration time = isSet(environment, ImdsSettings.TIMEOUT) ? base.timeout() : timeout;
            int tries = isSet(environment, ImdsSettings.ATTEMPTS) ? base.attempts() : attempts;
            // Whoever waits longer for one answer waits longer for all of them.
            Duration whole = time.multipliedBy(2L * tries);
            return new ImdsSettings(
                    elsewhere ? base.endpoints() : endpoint.map(List::of).orElseGet(base::endpoints),
                    base.disabled(),
                    isSet(environment, ImdsSettings.VERSION_1_DISABLED) ? base.version1() : version1,
                    time,
                    tries,
                    whole.compareTo(base.readingTimeout()) > 0 ? whole : base.readingTimeout(),
                    base.requestsPerSecond());
        }

        private static boolean isSet(Map<String, String> environment, String name) {
            return !environment.getOrDefault(name, "").isBlank();
        }
    }

    public AgentSettings {
        ignored = List.copyOf(ignored);
    }

    /** What the policy asks about. */
    public Settings policy(SortedSet<Mac> held) {
        return new Settings(
                ignored,
                new TreeSet<>(held),
                mainRoutes,
                localPrefixes,
                mtu,
                containers,
                files.backend(),
                files.kept());
    }
}
