package dev.enid.agent.imds;

import dev.enid.core.ip.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How IMDS is reached.
 *
 * @param endpoints tried in this order; the first that accepts a connection is kept to
 * @param disabled when true, nothing is asked at all
 * @param version1 whether to go without a token where IMDS gives none
 * @param timeout for a connection, and for each request
 * @param attempts how often a request that failed is tried in all: 1 or more. While IMDS does not answer at all, once
 * @param readingTimeout for one whole reading, however many requests it takes
 * @param requestsPerSecond the rate, after a burst of as many, that is not exceeded: IMDS drops packets beyond 1024 a second
 *     for each ENI, which it shares with DNS and NTP
 */
public record ImdsSettings(
        List<Endpoint> endpoints,
        boolean disabled,
        boolean version1,
        Duration timeout,
        int attempts,
        Duration readingTimeout,
        int requestsPerSecond) {

    /** https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html: overrides the default location. */
    public static final String ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

    /** The same page: IPv4 or IPv6, in any case of letters; without effect where an endpoint is given. */
    public static final String ENDPOINT_MODE = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";

    /** The same page: true or false. */
    public static final String DISABLED = "AWS_EC2_METADATA_DISABLED";

    /** The same page: true or false. */
    public static final String VERSION_1_DISABLED = "AWS_EC2_METADATA_V1_DISABLED";

    /** https://docs.aws.amazon.com/sdkref/latest/guide/feature-ec2-instance-metadata.html: seconds, 1 or more. */
    public static final String TIMEOUT = "AWS_METADATA_SERVICE_TIMEOUT";

    /** The same page: total attempts before giving up, 1 or more. */
    public static final String ATTEMPTS = "AWS_METADATA_SERVICE_NUM_ATTEMPTS";

    private static final int MOST_ATTEMPTS = 100;
    private static final int MOST_SECONDS = 3600;

    /** What holds where the environment says nothing: IPv4, and where that cannot be reached IPv6. */
    public static final ImdsSettings DEFAULT = new ImdsSettings(
            List.of(Endpoint.IPV4, Endpoint.IPV6), false, true, Duration.ofSeconds(1), 3, Duration.ofSeconds(10), 400);

    public ImdsSettings {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty() || attempts < 1 || requestsPerSecond < 1 || !timeout.isPositive()) {
            throw new IllegalArgumentException("IMDS settings need an endpoint, an attempt, a rate and a timeout");
        }
        if (readingTimeout.compareTo(timeout) < 0) {
            throw new IllegalArgumentException("a whole reading takes no less time than one request");
        }
    }

    /**
     * From the variables that AWS's own tools honour. An empty value counts as not set.
     *
     * @throws BadEnvironment naming every variable whose value is none of those allowed
     */
    public static ImdsSettings of(Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        List<Endpoint> endpoints = endpoints(environment, problems);
        boolean disabled = flag(environment, DISABLED, problems);
        boolean version1 = !flag(environment, VERSION_1_DISABLED, problems);
        Duration timeout =
                set(environment, TIMEOUT).map(text -> seconds(text, problems)).orElse(DEFAULT.timeout);
        int attempts =
                set(environment, ATTEMPTS).map(text -> attempts(text, problems)).orElse(DEFAULT.attempts);
        if (!problems.isEmpty()) {
            throw new BadEnvironment(problems);
        }
        // Whoever waits longer for one answer waits longer for all of them: no request may outlast the reading.
        Duration twice = timeout.multipliedBy(2L * attempts);
        Duration reading = twice.compareTo(DEFAULT.readingTimeout) > 0 ? twice : DEFAULT.readingTimeout;
        return new ImdsSettings(endpoints, disabled, version1, timeout, attempts, reading, DEFAULT.requestsPerSecond);
    }

    private static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static List<Endpoint> endpoints(Map<String, String> environment, List<String> problems) {
        Optional<String> mode = set(environment, ENDPOINT_MODE);
        if (mode.isPresent()
                && !mode.get().equalsIgnoreCase("ipv4")
                && !mode.get().equalsIgnoreCase("ipv6")) {
            problems.add(ENDPOINT_MODE + ": not IPv4 or IPv6: " + Quoted.of(mode.get()));
        }
        Optional<String> url = set(environment, ENDPOINT);
        if (url.isPresent()) {
            try {
                return List.of(Endpoint.parse(url.get()));
            } catch (IllegalArgumentException e) {
                problems.add(ENDPOINT + ": " + e.getMessage());
                return DEFAULT.endpoints;
            }
        }
        return mode.map(text -> List.of(text.equalsIgnoreCase("ipv6") ? Endpoint.IPV6 : Endpoint.IPV4))
                .orElse(DEFAULT.endpoints);
    }

    private static boolean flag(Map<String, String> environment, String name, List<String> problems) {
        Optional<String> text = set(environment, name);
        boolean on = text.isPresent() && text.get().equalsIgnoreCase("true");
        if (text.isPresent() && !on && !text.get().equalsIgnoreCase("false")) {
            problems.add(name + ": not true or false: " + Quoted.of(text.get()));
        }
        return on;
    }

    private static Duration seconds(String text, List<String> problems) {
        int point = text.indexOf('.');
        int whole = Decimal.parse(point < 0 ? text : text.substring(0, point), MOST_SECONDS);
        String fraction = point < 0 ? "0" : text.substring(point + 1);
        int millis = fraction.length() > 3 || fraction.isEmpty()
                ? -1
                : Decimal.parse("1" + fraction + "0".repeat(3 - fraction.length()), 1999);
        if (whole < 1 || millis < 0) {
            problems.add(TIMEOUT + ": not a number of seconds from 1 to " + MOST_SECONDS + ": " + Quoted.of(text));
            return DEFAULT.timeout;
        }
        return Duration.ofMillis(whole * 1000L + millis - 1000);
    }

    private static int attempts(String text, List<String> problems) {
        int attempts = Decimal.parse(text, MOST_ATTEMPTS);
        if (attempts < 1) {
            problems.add(ATTEMPTS + ": not a number from 1 to " + MOST_ATTEMPTS + ": " + Quoted.of(text));
            return DEFAULT.attempts;
        }
        return attempts;
    }
}
