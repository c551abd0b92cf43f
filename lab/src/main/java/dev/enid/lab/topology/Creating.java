package dev.enid.lab.topology;

import static dev.enid.lab.topology.VpcException.Code.INVALID;
import static dev.enid.lab.topology.VpcException.Code.IN_USE;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** CreateNetworkInterface and DeleteNetworkInterface, as functions. */
final class Creating {

    private Creating() {}

    /**
     * The VPC with one more ENI, attached to nothing. It gets the first free of the names eni1, eni2 and so on.
     *
     * @throws VpcException when there is no such subnet, or an address cannot be had
     */
    static Vpc create(Vpc vpc, CreateRequest request) {
        Subnet subnet = vpc.subnet(request.subnet());
        String name = IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> "eni" + i)
                .filter(each -> !vpc.enis().containsKey(each) && !vpc.outside().containsKey(each))
                .findFirst()
                .orElseThrow();
        List<Ip> ipv4 = new ArrayList<>();
        if (request.primary().isPresent() && (request.efaOnly() || subnet.ipv6Only())) {
            throw new VpcException(INVALID, "an ENI of that kind has no IPv4 address");
        }
        if (!request.efaOnly() && !subnet.ipv6Only()) {
            FreeAddresses free = FreeAddresses.of(vpc, subnet);
            request.primary().ifPresentOrElse(free::take, () -> ipv4.add(free.next(Family.V4)));
            request.primary().ifPresent(ipv4::add);
        }
        VpcEni eni = new VpcEni(
                name,
                request.id(),
                request.mac(),
                subnet.name(),
                ipv4,
                List.of(),
                List.of(),
                subnet.ipv6Only() && !request.efaOnly() ? Optional.of(linkLocal(vpc, name)) : Optional.empty(),
                true,
                request.efaOnly(),
                Optional.empty());
        Vpc with = vpc.with(eni);
        return request.efaOnly() && request.more().isEmpty() ? with : Assigning.assign(with, eni, request.more());
    }

    private static Ip linkLocal(Vpc vpc, String name) {
        String salted = name;
        while (isTaken(vpc, vpc.identity().linkLocal(salted))) {
            salted += "'";
        }
        return vpc.identity().linkLocal(salted);
    }

    private static boolean isTaken(Vpc vpc, Ip linkLocal) {
        return vpc.enis().values().stream()
                .anyMatch(each -> each.linkLocal().filter(linkLocal::equals).isPresent());
    }

    /**
     * The VPC without that ENI.
     *
     * @throws VpcException when it is attached
     */
    static Vpc delete(Vpc vpc, String name) {
        VpcEni eni = vpc.eni(name);
        eni.attachment().ifPresent(place -> {
            throw new VpcException(
                    IN_USE, eni.name() + " is attached to " + place.instance() + "; detach it before it is deleted");
        });
        return vpc.without(eni);
    }
}
