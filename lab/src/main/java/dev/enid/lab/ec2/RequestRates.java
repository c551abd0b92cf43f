package dev.enid.lab.ec2;

import dev.enid.lab.fault.TokenBuckets;
import dev.enid.lab.fault.TokenBuckets.Rate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many requests EC2 takes of one account in one region: EC2 Developer Guide, "Request throttling for the Amazon EC2 API",
 * request token bucket sizes and refill rates. Each action has a bucket of its own.
 */
final class RequestRates {

    private static final Rate READING = new Rate(20, 100);
    private static final Rate READING_ALL = new Rate(10, 50);
    private static final Rate CHANGING = new Rate(5, 50);

    /** They take from a smaller bucket where neither a filter nor a page is asked for. */
    private static final List<String> SMALLER_WHEN_WHOLE =
            List.of("DescribeInstances", "DescribeInstanceStatus", "DescribeNetworkInterfaces");

    /** Those with figures of their own, of all that have to do with ENIs and instances. */
    private static final Map<String, Rate> OWN = new TreeMap<>(Map.ofEntries(
            Map.entry("AssignIpv6Addresses", new Rate(5, 100)),
            Map.entry("AssignPrivateIpAddresses", new Rate(5, 100)),
            Map.entry("CreateNetworkInterface", new Rate(5, 100)),
            Map.entry("CreateTags", new Rate(10, 100)),
            Map.entry("DeleteNetworkInterface", new Rate(5, 100)),
            Map.entry("DeleteTags", new Rate(10, 100)),
            Map.entry("ModifyNetworkInterfaceAttribute", new Rate(5, 100)),
            Map.entry("RunInstances", new Rate(2, 5)),
            Map.entry("StartInstances", new Rate(2, 5)),
            Map.entry("TerminateInstances", new Rate(5, 100)),
            Map.entry("UnassignPrivateIpAddresses", new Rate(5, 100))));

    /**
     * Which bucket a request takes from.
     *
     * @param name of the bucket
     */
    record Bucket(String name, TokenBuckets.Rate rate) {}

    private RequestRates() {}

    static Bucket of(String action, Query query) {
        if (!reads(action)) {
            return new Bucket(action, OWN.getOrDefault(action, CHANGING));
        }
        boolean whole = SMALLER_WHEN_WHOLE.contains(action)
                && query.text("MaxResults").isEmpty()
                && query.parameters().keySet().stream().noneMatch(name -> name.startsWith("Filter."));
        return whole ? new Bucket(action + " whole", READING_ALL) : new Bucket(action, READING);
    }

    private static boolean reads(String action) {
        return action.startsWith("Describe") || action.startsWith("Get");
    }
}
