package dev.enid.lab.dhcp;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.Vpc;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server of RFC 8415, section 18.3: a client gets every address that its ENI has, and its delegated prefixes if it asks for
 * prefixes. Amazon's own tools rely on that: of secondary addresses they put only IPv4 ones on the host by themselves.
 */
final class Dhcp6 {

    /** DUID-LL (RFC 8415, section 11.4) of the router, which is the same by every ENI. */
    static final Octets SERVER = Octets.u32(0x0003_0001).plus(Octets.of(Vpc.ROUTER_MAC.toBytes()));

    /** Longer identifiers are none (RFC 8415, section 11.1). */
    private static final int LONGEST_DUID = 130;

    private Dhcp6() {}

    /**
     * The answer; empty where none is due: to what is meant for another server, or breaks the rules of section 16.
     *
     * @throws MalformedPacket when an option is none
     */
    static Optional<Message6> answer(Message6 request, Lessee lessee) throws MalformedPacket {
        if (lessee.subnetV6().isEmpty() || !isInOrder(request)) {
            return Optional.empty();
        }
        return switch (request.type()) {
            case Message6.SOLICIT ->
                Optional.of(
                        request.has(Option6.RAPID_COMMIT)
                                ? leases(Message6.REPLY, request, lessee, true)
                                : leases(Message6.ADVERTISE, request, lessee, false));
            case Message6.REQUEST, Message6.RENEW, Message6.REBIND ->
                Optional.of(leases(Message6.REPLY, request, lessee, false));
            case Message6.CONFIRM -> confirm(request, lessee.subnetV6().get());
            // Nothing is remembered that could be forgotten.
            case Message6.RELEASE, Message6.DECLINE ->
                Optional.of(reply(
                        Message6.REPLY, request, List.of(Association.status(Association.SUCCESS, "as you wish"))));
            case Message6.INFORMATION_REQUEST -> Optional.of(reply(Message6.REPLY, request, information(lessee)));
            default -> Optional.empty();
        };
    }

    /** Who must be named, and who must not (section 16). */
    private static boolean isInOrder(Message6 request) {
        Optional<Octets> client = request.option(Option6.CLIENT);
        Optional<Octets> server = request.option(Option6.SERVER);
        boolean known = client.filter(id -> id.length() > 0 && id.length() <= LONGEST_DUID)
                .isPresent();
        boolean ours = server.filter(SERVER::equals).isPresent();
        return switch (request.type()) {
            case Message6.SOLICIT, Message6.CONFIRM, Message6.REBIND -> known && server.isEmpty();
            case Message6.REQUEST, Message6.RENEW, Message6.RELEASE, Message6.DECLINE -> known && ours;
            case Message6.INFORMATION_REQUEST ->
                (server.isEmpty() || ours) && !request.has(Option6.IA_NA) && !request.has(Option6.IA_PD);
            default -> false;
        };
    }

    private static Message6 leases(int type, Message6 request, Lessee lessee, boolean rapid) throws MalformedPacket {
        List<Option6> options = new ArrayList<>();
        for (Association each : associations(request)) {
            options.add(each.granted(
                    switch (each.code()) {
                        case Option6.IA_NA ->
                            lessee.ipv6().stream().map(Ip::toCidr).toList();
                        case Option6.IA_PD -> lessee.prefixesV6();
                        default -> List.<Cidr>of();
                    }));
        }
        if (rapid) {
            options.add(new Option6(Option6.RAPID_COMMIT, Octets.NONE));
        }
        options.addAll(information(lessee));
        return reply(type, request, options);
    }

    private static List<Association> associations(Message6 request) throws MalformedPacket {
        List<Association> associations = new ArrayList<>();
        for (Option6 option : request.options()) {
            switch (option.code()) {
                case Option6.IA_NA, Option6.IA_TA, Option6.IA_PD -> associations.add(Association.decode(option));
                default -> {}
            }
        }
        return associations;
    }

    /** Only whether the client is still on the link that its addresses are of (section 18.3.3). */
    private static Optional<Message6> confirm(Message6 request, Cidr subnet) throws MalformedPacket {
        List<Cidr> held = new ArrayList<>();
        for (Association each : associations(request)) {
            held.addAll(each.held());
        }
        if (held.isEmpty()) {
            return Optional.empty();
        }
        Option6 status = held.stream().allMatch(subnet::contains)
                ? Association.status(Association.SUCCESS, "on the link")
                : Association.status(Association.NOT_ON_LINK, "not of this subnet");
        return Optional.of(reply(Message6.REPLY, request, List.of(status)));
    }

    /**
     * In a subnet with IPv4 these come by DHCP for IPv4, and only there (VPC User Guide, "What is DHCP?").
     */
    private static List<Option6> information(Lessee lessee) {
        List<Ip> resolvers = lessee.resolversV6().stream()
                .filter(ip -> ip.family() == Family.V6)
                .toList();
        return resolvers.isEmpty()
                ? List.of()
                : List.of(
                        new Option6(Option6.DNS, Octets.of(resolvers)),
                        new Option6(Option6.DOMAINS, domain(lessee.domain())));
    }

    /** RFC 1035, 3.1, as RFC 8415, section 10, wants it: not compressed. */
    private static Octets domain(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : name.split("\\.", -1)) {
            out.write(label.length());
            out.writeBytes(Octets.ascii(label).toArray());
        }
        out.write(0);
        return Octets.of(out.toByteArray());
    }

    private static Message6 reply(int type, Message6 request, List<Option6> more) {
        List<Option6> options = new ArrayList<>();
        request.option(Option6.CLIENT).ifPresent(id -> options.add(new Option6(Option6.CLIENT, id)));
        options.add(new Option6(Option6.SERVER, SERVER));
        options.addAll(more);
        return new Message6(type, request.transaction(), options);
    }
}
