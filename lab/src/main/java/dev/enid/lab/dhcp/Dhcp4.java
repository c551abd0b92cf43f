package dev.enid.lab.dhcp;

import dev.enid.core.ip.Ip;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The server of RFC 2131, section 4.3, for a port behind which one client can be, with one address. That makes it authoritative:
 * whoever asks for another address is refused and asks anew.
 */
final class Dhcp4 {

    private static final Ip EVERYBODY = Ip.parse("255.255.255.255");

    private Dhcp4() {}

    /** The answer; empty where none is due: to what is meant for another server, to a release, and to what is no request. */
    static Optional<Reply4> answer(Message4 request, Lessee lessee) {
        if (!request.fromClient()
                || !request.hardware().equals(lessee.mac())
                || Message4.given(request.relay())
                || lessee.ipv4().isEmpty()) {
            return Optional.empty();
        }
        Lease4 lease = lessee.ipv4().get();
        return switch (request.type()) {
            case Message4.DISCOVER -> Optional.of(grant(Message4.OFFER, request, lease));
            case Message4.REQUEST -> request(request, lease);
            case Message4.INFORM -> inform(request, lease);
            default -> Optional.empty();
        };
    }

    /** Which of its four states the client is in shows in what it says (RFC 2131, 4.3.2). */
    private static Optional<Reply4> request(Message4 request, Lease4 lease) {
        Optional<Ip> server = request.address(Option4.SERVER);
        if (server.isPresent() && !server.get().equals(lease.server())) {
            return Optional.empty();
        }
        // Selecting and after a reboot it is an option, renewing and rebinding the client's own address.
        Optional<Ip> wanted = request.address(Option4.REQUESTED_ADDRESS)
                .or(() -> Optional.of(request.client()).filter(Message4::given));
        return wanted.map(
                ip -> ip.equals(lease.address()) ? grant(Message4.ACK, request, lease) : refuse(request, lease));
    }

    private static Reply4 grant(int type, Message4 request, Lease4 lease) {
        Map<Integer, Octets> options = head(type, request, lease);
        options.put(Option4.LEASE_TIME, Octets.u32(Lease4.SECONDS));
        parameters(request, lease, options);
        Ip to = Message4.given(request.client()) ? request.client() : request.broadcast() ? EVERYBODY : lease.address();
        return reply(request, lease, request.client(), lease.address(), options, to);
    }

    /** To a client that has its address from elsewhere: it is not told how long it may keep it. */
    private static Optional<Reply4> inform(Message4 request, Lease4 lease) {
        if (!request.client().equals(lease.address())) {
            return Optional.empty();
        }
        Map<Integer, Octets> options = head(Message4.ACK, request, lease);
        parameters(request, lease, options);
        return Optional.of(reply(request, lease, request.client(), Message4.NOWHERE, options, request.client()));
    }

    private static Reply4 refuse(Message4 request, Lease4 lease) {
        Map<Integer, Octets> options = head(Message4.NAK, request, lease);
        options.put(Option4.MESSAGE, Octets.ascii("not the address of this network interface"));
        return reply(request, lease, Message4.NOWHERE, Message4.NOWHERE, options, EVERYBODY);
    }

    private static Map<Integer, Octets> head(int type, Message4 request, Lease4 lease) {
        Map<Integer, Octets> options = new LinkedHashMap<>();
        options.put(Option4.MESSAGE_TYPE, Octets.u8(type));
        options.put(Option4.SERVER, Octets.of(lease.server()));
        // RFC 6842: it is sent back, so that clients behind one MAC address can tell their answers apart.
        request.option(Option4.CLIENT).ifPresent(id -> options.put(Option4.CLIENT, id));
        return options;
    }

    /** What the client asks for, in its order of preference, or everything. */
    private static void parameters(Message4 request, Lease4 lease, Map<Integer, Octets> options) {
        Map<Integer, Octets> all = lease.parameters();
        Optional<Octets> asked = request.option(Option4.PARAMETERS);
        if (asked.isEmpty()) {
            options.putAll(all);
            return;
        }
        for (int i = 0; i < asked.get().length(); i++) {
            int code = asked.get().u8At(i);
            Optional.ofNullable(all.get(code)).ifPresent(value -> options.put(code, value));
        }
    }

    private static Reply4 reply(
            Message4 request, Lease4 lease, Ip client, Ip your, Map<Integer, Octets> options, Ip to) {
        Message4 message = new Message4(
                false,
                request.transaction(),
                0,
                request.broadcast(),
                client,
                your,
                Message4.NOWHERE,
                request.hardware(),
                options);
        return new Reply4(message, lease.server(), to);
    }
}
