package dev.enid.core.explain;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Reason;
import dev.enid.core.desire.Want;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.snapshot.Ownership;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who made an object and why it is there. */
final class Origins {

    private final Ownership ownership;
    private final Map<KernelObject.Key, Reason> reasons = new HashMap<>();

    Origins(Ownership ownership, Desired desired) {
        this.ownership = ownership;
        for (Want want : desired.wants()) {
            reasons.putIfAbsent(want.object().key(), want.reason());
        }
    }

    /** {@code enid's: 10.0.2.20 belongs to eni-..., and the VPC takes it from no other ENI}. */
    String of(Rule rule) {
        return of(rule, rule.protocol());
    }

    String of(Route route) {
        return of(route, route.protocol());
    }

    private String of(KernelObject object, int protocol) {
        Optional<Reason> reason = Optional.ofNullable(reasons.get(object.key()));
        if (ownership.owns(object)) {
            return "enid's: " + reason.map(Reason::text).orElse("left from before, nothing wants it now");
        }
        if (protocol == Route.PROTOCOL_KERNEL) {
            return "the kernel's own";
        }
        return "someone else's (proto " + protocolName(protocol) + ")";
    }

    /** As iproute2's rt_protos has them. */
    private static String protocolName(int protocol) {
        return switch (protocol) {
            case 0 -> "unspec";
            case 1 -> "redirect";
            case Route.PROTOCOL_BOOT -> "boot";
            case Route.PROTOCOL_STATIC -> "static";
            case Route.PROTOCOL_RA -> "ra";
            case 11 -> "zebra";
            case 12 -> "bird";
            case Route.PROTOCOL_DHCP -> "dhcp";
            case 18 -> "keepalived";
            case 42 -> "babel";
            case 84 -> "ovn";
            case 99 -> "openr";
            case 186 -> "bgp";
            case 187 -> "isis";
            case 188 -> "ospf";
            case 189 -> "rip";
            case 192 -> "eigrp";
            default -> Integer.toString(protocol);
        };
    }
}
