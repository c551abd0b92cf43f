package dev.enid.lab.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The scenarios that come with the lab: complaints of the users of other tools, a file each. */
public final class ShippedScenarios {

    /** Their names, in order. A class path cannot be listed; a test holds this against the files. */
    public static final List<String> NAMES = List.of(
            "cloud-init-5249-rules-override-users-routes",
            "cloud-init-5373-hotplug-races-imds",
            "ec2-net-utils-38-parent-answers-before-leaf",
            "ec2-net-utils-57-prefix-addresses-on-the-host",
            "ec2-net-utils-62-journal-noise",
            "ec2-net-utils-86-eni-missed-during-a-restart",
            "ec2-net-utils-90-device-number-zero-before-propagation",
            "ec2-net-utils-97-published-ports-unreachable-from-the-host",
            "ec2-net-utils-108-reloads-at-boot-break-downloads",
            "ec2-net-utils-115-imds-unreachable-by-default-route",
            "ec2-net-utils-120-throttled-imds-writes-empty-configuration",
            "ec2-net-utils-122-new-address-needs-a-reload",
            "ec2-net-utils-129-gives-up-after-retries",
            "ec2-net-utils-148-endless-wait-for-a-device",
            "ec2-net-utils-151-timeouts-not-configurable",
            "ec2-net-utils-153-network-card-missing-tables-collide",
            "ec2-net-utils-160-timers-leak-after-a-fast-detach",
            "ec2-net-utils-161-one-imds-error-removes-secondary-addresses",
            "ec2-net-utils-164-aggressive-arp-sysctls",
            "ec2-net-utils-166-stale-state-shadows-a-reattach",
            "ec2-net-utils-167-refresh-deletes-static-routes",
            "ec2-net-utils-168-reload-loses-the-dhcp-lease",
            "ec2-net-utils-174-two-enis-in-one-subnet",
            "ecs-agent-1520-attached-but-invisible",
            "f5-cfe-56-wrong-object-moved",
            "f5-cfe-76-ipv6-moves-only-with-ipv4",
            "f5-cfe-80-throttling-breaks-failover",
            "fck-nat-43-eni-not-yet-released",
            "moby-35251-published-ports-on-a-second-interface",
            "resource-agents-1273-several-route-tables",
            "resource-agents-1992-always-eth0",
            "resource-agents-2140-waits-a-minute-for-an-api-that-is-away",
            "rke2-1053-cloud-setup-breaks-pods",
            "vpc-cni-1600-someone-flushes-rules");

    /** What the names of scenario files end with. */
    public static final String ENDING = ".scenario";

    private ShippedScenarios() {}

    /** The text of one. */
    public static String text(String name) {
        try (InputStream in = ShippedScenarios.class.getResourceAsStream(name + ENDING)) {
            if (in == null) {
                throw new IllegalArgumentException("no scenario " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
