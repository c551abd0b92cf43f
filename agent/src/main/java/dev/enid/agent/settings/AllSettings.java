package dev.enid.agent.settings;

import dev.enid.agent.imds.Endpoint;
import dev.enid.agent.imds.ImdsSettings;
import dev.enid.core.desire.EniSelector;
import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every setting there is, in the order of the documentation. */
final class AllSettings {

    /** The backend of the host's own network manager. */
    private static final String HOST = "host";

    private static final Setting<List<EniSelector>> IGNORE = new Setting<>(
            "ignore",
            new Form.Many<>(new Form.Text<>(
                    "an ENI id, a MAC address, a device index such as \"device-number-2\" (\"device-number-2.1\" on network"
                            + " card 1) or an interface's name",
                    EniSelector::parse,
                    EniSelector::text)),
            Settings.DEFAULT.ignored(),
            "[\"eth3\", \"eni-0a1b2c3d4e5f60718\"]",
            "ENIs that enid leaves alone: it installs nothing for them, and removes what it installed before.");

    private static final Setting<Boolean> MAIN_ROUTES = new Setting<>(
            "main-routes",
            new Form.Flag(),
            Settings.DEFAULT.mainRoutes(),
            "false",
            "Whether each secondary ENI gets a default route and its subnet's route in the main table, after those of the primary"
                    + " ENI, so that it serves when the primary cannot.");

    private static final Setting<Boolean> LOCAL_PREFIXES = new Setting<>(
            "local-prefixes",
            new Form.Flag(),
            Settings.DEFAULT.localPrefixes(),
            "true",
            "Whether the host itself answers on every address of a delegated prefix. Without it, a prefix is routed and its"
                    + " addresses are left to containers and virtual machines.");

    private static final Setting<Integer> MTU = new Setting<>(
            "mtu",
            // IPv6 needs 1280 (RFC 8200, 5); ENA takes at most 9216.
            new Form.WholeNumber(1280, 9216, true),
            Settings.DEFAULT.mtu(),
            "1500",
            "The MTU of secondary ENIs, in bytes, where the device allows it. 0 leaves it as it is.");

    private static final Setting<Settings.When> CONTAINERS = new Setting<>(
            "containers",
            new Form.Word<>(Settings.When.class),
            Settings.DEFAULT.containers().when(),
            "\"off\"",
            "Whether connections that come in by an ENI are marked, so that what containers answer leaves by that ENI. \"auto\":"
                    + " as soon as there is a second ENI, and an interface that is no ENI forwards traffic, unless pods own the"
                    + " addresses of ENIs.");

    private static final Setting<Integer> MARK_MASK = new Setting<>(
            "mark-mask",
            new Form.Mask(),
            Settings.DEFAULT.containers().markMask(),
            "0x3f0",
            "The bits of packets' and connections' marks that enid uses; all others stay as they are. A run of N bits has room for"
                    + " 2^N - 1 ENIs. What others use is told by enid status.");

    private static final Setting<Optional<Backend>> BACKEND = new Setting<>(
            "backend",
            new Form.Text<>(
                    "\"direct\", \"host\" for the host's own, \"networkd\", \"ifupdown\", \"ifcfg\", \"sles\" or \"networkmanager\"",
                    AllSettings::backend,
                    value -> value.map(Backend::word).orElse(HOST)),
            Settings.DEFAULT.backend(),
            "\"networkd\"",
            "Who brings secondary ENIs up. \"direct\": enid itself, by netlink, on any host. Otherwise enid writes what it wants into the"
                    + " files of that network manager, has it bring the ENIs up, and looks whether it did. The primary ENI stays with"
                    + " whoever has it. What is in force, and why, is told by enid status -v.");

    private static final Setting<Boolean> KEEP_FILES = new Setting<>(
            "keep-files",
            new Form.Flag(),
            Settings.DEFAULT.keepFiles(),
            "true",
            "Whether the network manager's files of an ENI that is detached stay for its return.");

    private static final Setting<Optional<Endpoint>> IMDS_ENDPOINT = new Setting<>(
            "imds.endpoint",
            new Form.Text<>(
                    "a URL such as \"http://169.254.169.254\", or \"\" for the standard ones",
                    AllSettings::endpoint,
                    value -> value.map(Endpoint::toString).orElse("")),
            Optional.empty(),
            "\"http://[fd00:ec2::254]\"",
            "Where the instance metadata service answers. Empty: http://169.254.169.254, and where that cannot be reached"
                    + " http://[fd00:ec2::254]. AWS_EC2_METADATA_SERVICE_ENDPOINT and AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE in"
                    + " the environment go before it.");

    private static final Setting<Duration> IMDS_TIMEOUT = new Setting<>(
            "imds.timeout",
            new Form.Time(Duration.ofMillis(50), Duration.ofMinutes(1)),
            ImdsSettings.DEFAULT.timeout(),
            "\"2s\"",
            "How long a connection to IMDS, and each request, may take. AWS_METADATA_SERVICE_TIMEOUT goes before it.");

    private static final Setting<Integer> IMDS_ATTEMPTS = new Setting<>(
            "imds.attempts",
            new Form.WholeNumber(1, 100, false),
            ImdsSettings.DEFAULT.attempts(),
            "5",
            "How often a request to IMDS that failed is tried in all. AWS_METADATA_SERVICE_NUM_ATTEMPTS goes before it.");

    private static final Setting<Boolean> IMDS_VERSION_1 = new Setting<>(
            "imds.version-1",
            new Form.Flag(),
            true,
            "false",
            "Whether to go on without a token (IMDSv1) where IMDS gives none, as some emulators do."
                    + " AWS_EC2_METADATA_V1_DISABLED goes before it.");

    private static final Setting<Duration> REFRESH = new Setting<>(
            "daemon.refresh",
            new Form.Time(Duration.ofSeconds(1), Duration.ofHours(1)),
            Duration.ofSeconds(10),
            "\"30s\"",
            "How often the daemon reads IMDS to see what changed without an event: addresses and prefixes assigned or taken"
                    + " away. Links that come and go are seen at once whatever it says.");

    private static final Setting<Duration> GIVE_UP = new Setting<>(
            "daemon.give-up",
            new Form.Time(Duration.ofSeconds(1), Duration.ofHours(1)),
            Duration.ofSeconds(60),
            "\"5m\"",
            "How long the daemon asks IMDS, often, about an interface that has just appeared and that IMDS does not describe"
                    + " yet. After that the ordinary refresh still looks for it.");

    private static final Setting<LogLevel> LOG_LEVEL = new Setting<>(
            "daemon.log",
            new Form.Word<>(LogLevel.class),
            LogLevel.INFO,
            "\"warn\"",
            "How much the daemon writes to its log.");

    private static final Setting<Optional<String>> CONTROL_GROUP = new Setting<>(
            "control.group",
            new Form.Text<>("a group's name, or \"\" for none", AllSettings::group, value -> value.orElse("")),
            Optional.empty(),
            "\"netops\"",
            "A group whose members may, like root, have the running daemon apply, scan, and take ENIs up and down. Everyone may"
                    + " ask it how things stand.");

    static final List<Setting<?>> ALL = List.of(
            IGNORE,
            MAIN_ROUTES,
            LOCAL_PREFIXES,
            MTU,
            CONTAINERS,
            MARK_MASK,
            BACKEND,
            KEEP_FILES,
            IMDS_ENDPOINT,
            IMDS_TIMEOUT,
            IMDS_ATTEMPTS,
            IMDS_VERSION_1,
            REFRESH,
            GIVE_UP,
            LOG_LEVEL,
            CONTROL_GROUP);

    private AllSettings() {}

    static Optional<Setting<?>> find(String key) {
        return ALL.stream().filter(each -> each.key().equals(key)).findFirst();
    }

    static boolean isTable(String key) {
        return ALL.stream().anyMatch(each -> each.key().startsWith(key + "."));
    }

    /** What to say of a key that is none: what may have been meant, or all there is. */
    static String unknown(String key) {
        List<String> keys = ALL.stream().map(Setting::key).toList();
        String last = last(key);
        return withLast(last, keys)
                .or(() -> Suggestion.of(key, keys))
                .or(() -> Suggestion.of(
                                last, keys.stream().map(AllSettings::last).toList())
                        .flatMap(word -> withLast(word, keys)))
                .map(each -> "no such setting; did you mean " + each + inTable(each, key) + "?")
                .orElse("no such setting; there are " + String.join(", ", keys));
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static Optional<String> withLast(String word, List<String> keys) {
        return keys.stream().filter(each -> last(each).equals(word)).findFirst();
    }

    /** Where the setting stands, if that may be what is wrong. */
    private static String inTable(String key, String written) {
        int dot = key.lastIndexOf('.');
        if (dot >= 0) {
            return " (" + key.substring(dot + 1) + " below [" + key.substring(0, dot) + "])";
        }
        return written.indexOf('.') >= 0 ? ", before any [table]" : "";
    }

    /** The settings, from the values that a file gives. */
    static AgentSettings from(Map<String, Object> values) {
        return new AgentSettings(
                get(values, IGNORE),
                get(values, MAIN_ROUTES),
                get(values, LOCAL_PREFIXES),
                get(values, MTU),
                new Settings.Containers(get(values, CONTAINERS), get(values, MARK_MASK)),
                new AgentSettings.Files(get(values, BACKEND), get(values, KEEP_FILES)),
                new AgentSettings.Imds(
                        get(values, IMDS_ENDPOINT),
                        get(values, IMDS_TIMEOUT),
                        get(values, IMDS_ATTEMPTS),
                        get(values, IMDS_VERSION_1)),
                get(values, REFRESH),
                get(values, GIVE_UP),
                get(values, LOG_LEVEL),
                get(values, CONTROL_GROUP));
    }

    /** The values were read by the setting's own form. */
    @SuppressWarnings("unchecked")
    private static <T> T get(Map<String, Object> values, Setting<T> setting) {
        Object value = values.get(setting.key());
        return value == null ? setting.standard() : (T) value;
    }

    private static Optional<Endpoint> endpoint(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Endpoint.parse(text));
    }

    private static Optional<Backend> backend(String text) {
        if (text.equals(HOST)) {
            return Optional.empty();
        }
        return Optional.of(Backend.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(dev.enid.core.ip.Quoted.of(text) + " is no backend")));
    }

    /** As groupadd(8) takes them. */
    private static Optional<String> group(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("[A-Za-z_][A-Za-z0-9_.-]{0,31}")) {
            throw new IllegalArgumentException(dev.enid.core.ip.Quoted.of(text) + " is not the name of a group");
        }
        return Optional.of(text);
    }
}
