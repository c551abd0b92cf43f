package dev.enid.lab.ec2;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.CreateRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what CreateNetworkInterface and RunInstances say of an ENI to be made, in the same words. */
final class NewInterface {

    private NewInterface() {}

    /** @param subnet its name */
    static CreateRequest read(Query query, EniId id, Mac mac, String subnet) throws Ec2Fault {
        String kind = query.text("InterfaceType").orElse("interface");
        if (!kind.equals("interface") && !kind.equals("efa-only")) {
            throw Ec2Fault.invalid("InterfaceType", kind, "The lab has interface and efa-only.");
        }
        return new CreateRequest(id, mac, subnet, primary(query), more(query), kind.equals("efa-only"));
    }

    /** {@code PrivateIpAddress}, or the one of {@code PrivateIpAddresses} that says so. */
    private static Optional<Ip> primary(Query query) throws Ec2Fault {
        Optional<String> text = query.text("PrivateIpAddress");
        for (Query each : query.members("PrivateIpAddresses")) {
            if (each.flag("Primary")) {
                if (text.isPresent()) {
                    throw Ec2Fault.of(
                            "InvalidParameterCombination", "Only one primary private IP address can be specified");
                }
                text = Optional.of(each.required("PrivateIpAddress"));
            }
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(Cloud.ip("PrivateIpAddress", text.get()));
    }

    private static AssignRequest more(Query query) throws Ec2Fault {
        List<Ip> addresses = new ArrayList<>();
        for (Query each : query.members("PrivateIpAddresses")) {
            if (!each.flag("Primary")) {
                addresses.add(Cloud.ip("PrivateIpAddress", each.required("PrivateIpAddress")));
            }
        }
        for (Query each : query.members("Ipv6Addresses")) {
            addresses.add(Cloud.ip("Ipv6Address", each.required("Ipv6Address")));
        }
        List<Cidr> prefixes = new ArrayList<>();
        for (Query each : query.members("Ipv4Prefix")) {
            prefixes.add(Addresses.prefix(each.required("Ipv4Prefix")));
        }
        for (Query each : query.members("Ipv6Prefix")) {
            prefixes.add(Addresses.prefix(each.required("Ipv6Prefix")));
        }
        return new AssignRequest(
                addresses,
                prefixes,
                query.number("SecondaryPrivateIpAddressCount").orElse(0),
                query.number("Ipv6AddressCount").orElse(0),
                query.number("Ipv4PrefixCount").orElse(0),
                query.number("Ipv6PrefixCount").orElse(0),
                false);
    }
}
