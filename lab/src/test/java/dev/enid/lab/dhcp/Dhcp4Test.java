package dev.enid.lab.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is given which IPv4 address, and who is refused. */
class Dhcp4Test {

    private static final Ip ADDRESS = Ip.parse("10.0.1.10");
    private static final Ip GATEWAY = Ip.parse("10.0.1.1");

    private final Lessee web = Clients.lessee("web-0");

    @Test
    void dhclientIsOfferedThePrimaryAddressWithWhatItAsksFor() throws MalformedPacket {
        Reply4 offer = Dhcp4.answer(Message4.decode(Captured.bytes("dhclient-discover")), web)
                .orElseThrow();

        assertThat(offer.from()).isEqualTo(GATEWAY);
        assertThat(offer.to()).as("the client can take it before it has it").isEqualTo(ADDRESS);
        Message4 message = offer.message();
        assertThat(message.type()).isEqualTo(Message4.OFFER);
        assertThat(message.transaction()).isEqualTo(0x718d5e7c);
        assertThat(message.your()).isEqualTo(ADDRESS);
        assertThat(message.options())
                .isEqualTo(Map.of(
                        Option4.MESSAGE_TYPE, Octets.u8(Message4.OFFER),
                        Option4.SERVER, Octets.of(GATEWAY),
                        Option4.LEASE_TIME, Octets.u32(3600),
                        Option4.SUBNET_MASK, Octets.of(Ip.parse("255.255.255.0")),
                        Option4.BROADCAST, Octets.of(Ip.parse("10.0.1.255")),
                        Option4.ROUTER, Octets.of(GATEWAY),
                        Option4.DOMAIN_NAME, Octets.ascii("eu-central-1.compute.internal"),
                        Option4.DNS, Octets.of(Ip.parse("10.0.0.2")),
                        Option4.HOST_NAME, Octets.ascii("ip-10-0-1-10"),
                        Option4.MTU, Octets.u16(9001)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dhclient-request", "udhcpc-request", "networkd-request"})
    void whoTakesTheOfferGetsTheLease(String name) throws MalformedPacket {
        Message4 request = Message4.decode(Captured.bytes(name));

        Message4 reply = Dhcp4.answer(request, web).orElseThrow().message();

        assertThat(reply.type()).isEqualTo(Message4.ACK);
        assertThat(reply.your()).isEqualTo(ADDRESS);
        assertThat(reply.option(Option4.CLIENT)).isEqualTo(request.option(Option4.CLIENT));
    }

    @Test
    void whoTakesAnothersOfferGetsNoAnswer() {
        assertThat(Dhcp4.answer(
                        Clients.dhcp(Message4.REQUEST, web, options -> {
                            options.put(Option4.SERVER, Octets.of(Ip.parse("192.0.2.1")));
                            options.put(Option4.REQUESTED_ADDRESS, Octets.of(ADDRESS));
                        }),
                        web))
                .isEmpty();
    }

    @Test
    void afterARebootTheOldAddressIsConfirmedOrRefused() {
        assertThat(afterReboot(ADDRESS).message().type()).isEqualTo(Message4.ACK);

        for (String other : Set.of("10.0.1.11", "10.0.1.12", "192.168.0.5")) {
            Reply4 refused = afterReboot(Ip.parse(other));
            assertThat(refused.message().type()).as(other).isEqualTo(Message4.NAK);
            assertThat(refused.message().your()).isEqualTo(Message4.NOWHERE);
            assertThat(refused.message().option(Option4.LEASE_TIME)).isEmpty();
            assertThat(refused.to()).isEqualTo(Clients.EVERYBODY);
        }
    }

    private Reply4 afterReboot(Ip wanted) {
        return Dhcp4.answer(
                        Clients.dhcp(
                                Message4.REQUEST,
                                web,
                                options -> options.put(Option4.REQUESTED_ADDRESS, Octets.of(wanted))),
                        web)
                .orElseThrow();
    }

    /** By unicast or broadcast, it says the same: what it has is in the message, and it answers there. */
    @Test
    void aLeaseIsRenewedAndAnAddressThatIsNotTheEnisAnyMoreIsRefused() {
        Reply4 renewed = Dhcp4.answer(Clients.dhcp(Message4.REQUEST, web.mac(), ADDRESS, options -> {}), web)
                .orElseThrow();
        assertThat(renewed.message().type()).isEqualTo(Message4.ACK);
        assertThat(renewed.message().client()).isEqualTo(ADDRESS);
        assertThat(renewed.to()).isEqualTo(ADDRESS);

        Reply4 refused = Dhcp4.answer(
                        Clients.dhcp(Message4.REQUEST, web.mac(), Ip.parse("10.0.1.99"), options -> {}), web)
                .orElseThrow();
        assertThat(refused.message().type()).isEqualTo(Message4.NAK);
        assertThat(refused.message().client()).isEqualTo(Message4.NOWHERE);
        assertThat(refused.to()).isEqualTo(Clients.EVERYBODY);
    }

    @Test
    void whoCannotTakeUnicastIsAnsweredByBroadcast() {
        Message4 asked = Clients.dhcp(Message4.DISCOVER, web, options -> {});
        Message4 deaf = new Message4(
                true,
                asked.transaction(),
                0,
                true,
                asked.client(),
                asked.your(),
                asked.relay(),
                asked.hardware(),
                asked.options());

        Reply4 offer = Dhcp4.answer(deaf, web).orElseThrow();

        assertThat(offer.to()).isEqualTo(Clients.EVERYBODY);
        assertThat(offer.message().broadcast()).isTrue();
    }

    @Test
    void whoHasTheAddressFromElsewhereIsToldTheRest() {
        Message4 told = Dhcp4.answer(Clients.dhcp(Message4.INFORM, web.mac(), ADDRESS, options -> {}), web)
                .orElseThrow()
                .message();

        assertThat(told.type()).isEqualTo(Message4.ACK);
        assertThat(told.your()).isEqualTo(Message4.NOWHERE);
        assertThat(told.option(Option4.LEASE_TIME)).isEmpty();
        assertThat(told.address(Option4.ROUTER)).contains(GATEWAY);
        assertThat(Dhcp4.answer(Clients.dhcp(Message4.INFORM, web.mac(), Ip.parse("10.0.2.4"), options -> {}), web))
                .as("to another's address")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Message4.RELEASE, Message4.DECLINE, Message4.OFFER, Message4.ACK, 0, 99})
    void whatWantsNoAnswerGetsNone(int type) {
        assertThat(Dhcp4.answer(Clients.dhcp(type, web, options -> {}), web)).isEmpty();
    }

    @Test
    void anotherMacAddressThanTheEnisIsNotServed() {
        Mac other = Mac.parse("02:00:5e:00:53:01");

        assertThat(Dhcp4.answer(Clients.dhcp(Message4.DISCOVER, other, Message4.NOWHERE, options -> {}), web))
                .isEmpty();
    }

    @Test
    void anEniWithoutIpv4GetsAnAddressForTheVpcsOwnServices() {
        Lessee six = Clients.lessee("six-0");

        Message4 offer = Dhcp4.answer(Clients.dhcp(Message4.DISCOVER, six, options -> {}), six)
                .orElseThrow()
                .message();

        assertThat(offer.your().isLinkLocal()).isTrue();
        assertThat(offer.address(Option4.SERVER)).contains(Ip.parse("169.254.0.1"));
        assertThat(offer.address(Option4.SUBNET_MASK)).contains(Clients.EVERYBODY);
        assertThat(offer.address(Option4.DNS)).contains(Ip.parse("169.254.169.253"));
        assertThat(offer.option(Option4.ROUTER)).isEmpty();
        assertThat(offer.option(Option4.CLASSLESS_ROUTES)).map(Octets::toString).contains("10a9fe00000000");
    }

    @Test
    void unknownOptionsAreNoHindrance() {
        Optional<Reply4> offer = Dhcp4.answer(
                Clients.dhcp(Message4.DISCOVER, web, options -> {
                    options.put(224, Octets.ascii("of someone's own"));
                    options.put(Option4.PARAMETERS, Octets.u16(224 << 8 | Option4.ROUTER));
                }),
                web);

        assertThat(offer.orElseThrow().message().options().keySet())
                .containsExactly(Option4.MESSAGE_TYPE, Option4.SERVER, Option4.LEASE_TIME, Option4.ROUTER);
    }
}
