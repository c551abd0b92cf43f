package dev.enid.lab.dhcp;

import static dev.enid.lab.dhcp.Clients.CLIENT;
import static dev.enid.lab.dhcp.Clients.OTHER_SERVER;
import static dev.enid.lab.dhcp.Clients.RAPID;
import static dev.enid.lab.dhcp.Clients.SERVER;
import static dev.enid.lab.dhcp.Clients.association;
import static dev.enid.lab.dhcp.Clients.dhcp6;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is given which IPv6 addresses. */
class Dhcp6Test {

    private static final List<Cidr> ADDRESSES =
            List.of(Cidr.parse("2001:db8:100:1::10/128"), Cidr.parse("2001:db8:100:1::11/128"));

    private final Lessee web = Clients.lessee("web-0");

    @Test
    void dhclientIsToldEveryAddressOfTheEni() throws MalformedPacket {
        Message6 advertised = Dhcp6.answer(Message6.decode(Captured.bytes("dhclient-solicit")), web)
                .orElseThrow();

        assertThat(advertised.type()).isEqualTo(Message6.ADVERTISE);
        assertThat(advertised.transaction()).isEqualTo(0xbb4a56);
        assertThat(advertised.option(Option6.SERVER)).contains(Dhcp6.SERVER);
        assertThat(granted(advertised)).isEqualTo(ADDRESSES);
        Octets value = advertised.option(Option6.IA_NA).orElseThrow();
        assertThat(List.of(value.u32At(4), value.u32At(8))).as("T1, T2").containsExactly(70L, 112L);
        assertThat(List.of(value.u32At(32), value.u32At(36))).as("lifetimes").containsExactly(140L, 450L);
    }

    @Test
    void whoIsInAHurryGetsTheLeaseAtOnce() throws MalformedPacket {
        Message6 reply = Dhcp6.answer(Message6.decode(Captured.bytes("dhcpcd-solicit")), web)
                .orElseThrow();

        assertThat(reply.type()).isEqualTo(Message6.REPLY);
        assertThat(reply.has(Option6.RAPID_COMMIT)).isTrue();
        assertThat(granted(reply)).isEqualTo(ADDRESSES);
    }

    @Test
    void whoAsksForPrefixesToo() throws MalformedPacket {
        Message6 reply = Dhcp6.answer(Message6.decode(Captured.bytes("networkd-solicit")), web)
                .orElseThrow();

        assertThat(granted(reply))
                .containsExactly(ADDRESSES.get(0), ADDRESSES.get(1), Cidr.parse("2001:db8:100:1:5::/80"));
    }

    @ParameterizedTest
    @ValueSource(ints = {Message6.REQUEST, Message6.RENEW})
    void aLeaseIsTakenAndRenewed(int type) throws MalformedPacket {
        Message6 reply = Dhcp6.answer(dhcp6(type, CLIENT, SERVER, association(Option6.IA_NA)), web)
                .orElseThrow();

        assertThat(reply.type()).isEqualTo(Message6.REPLY);
        assertThat(granted(reply)).isEqualTo(ADDRESSES);
    }

    @Test
    void anAddressThatIsNotTheEnisAnyMoreHasNoTimeLeft() throws MalformedPacket {
        Option6 held = association(Option6.IA_NA, "2001:db8:100:1::10", "2001:db8:100:1::99");

        Message6 reply = Dhcp6.answer(dhcp6(Message6.REBIND, CLIENT, held), web).orElseThrow();

        List<Option6> inside = inside(reply.option(Option6.IA_NA).orElseThrow());
        assertThat(inside).hasSize(3);
        Octets last = inside.getLast().value();
        assertThat(last.ipAt(0, 16)).isEqualTo(Ip.parse("2001:db8:100:1::99"));
        assertThat(last.u32At(16)).isZero();
        assertThat(last.u32At(20)).isZero();
    }

    @Test
    void anEniWithoutAddressesIsToldSo() throws MalformedPacket {
        Lessee none = new Lessee(web.mac(), web.ipv4(), List.of(), List.of(), web.subnetV6(), List.of(), web.domain());

        Message6 reply = Dhcp6.answer(
                        dhcp6(
                                Message6.SOLICIT,
                                CLIENT,
                                association(Option6.IA_NA),
                                association(Option6.IA_PD),
                                association(Option6.IA_TA)),
                        none)
                .orElseThrow();

        assertThat(status(reply, Option6.IA_NA, 12)).isEqualTo(Association.NO_ADDRESSES);
        assertThat(status(reply, Option6.IA_PD, 12)).isEqualTo(Association.NO_PREFIXES);
        assertThat(status(reply, Option6.IA_TA, 4)).isEqualTo(Association.NO_ADDRESSES);
    }

    private static int status(Message6 reply, int code, int head) throws MalformedPacket {
        Octets value = reply.option(code).orElseThrow();
        Option6 status = Option6.decode(value.slice(head, value.length())).getFirst();
        assertThat(status.code()).isEqualTo(Option6.STATUS);
        return status.value().u16At(0);
    }

    @Test
    void whoMovedToAnotherSubnetIsToldSo() throws MalformedPacket {
        assertThat(confirmed("2001:db8:100:1::77")).isEqualTo(Association.SUCCESS);
        assertThat(confirmed("2001:db8:100:2::10")).isEqualTo(Association.NOT_ON_LINK);
        assertThat(Dhcp6.answer(dhcp6(Message6.CONFIRM, CLIENT, association(Option6.IA_NA)), web))
                .as("about no address there is nothing to say")
                .isEmpty();
    }

    private int confirmed(String address) throws MalformedPacket {
        return Dhcp6.answer(dhcp6(Message6.CONFIRM, CLIENT, association(Option6.IA_NA, address)), web)
                .flatMap(reply -> reply.option(Option6.STATUS))
                .orElseThrow()
                .u16At(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {Message6.RELEASE, Message6.DECLINE})
    void whatIsGivenBackIsTaken(int type) throws MalformedPacket {
        Message6 reply = Dhcp6.answer(dhcp6(type, CLIENT, SERVER, association(Option6.IA_NA)), web)
                .orElseThrow();

        assertThat(reply.option(Option6.STATUS).orElseThrow().u16At(0)).isEqualTo(Association.SUCCESS);
    }

    /** VPC User Guide, "What is DHCP?". */
    @Test
    void whereDnsIsComesByDhcpv6OnlyInASubnetWithoutIpv4() throws MalformedPacket {
        Message6 asked = dhcp6(Message6.INFORMATION_REQUEST, CLIENT);
        Lessee six = Clients.lessee("six-0");

        assertThat(Dhcp6.answer(asked, web).orElseThrow().has(Option6.DNS)).isFalse();
        Message6 told = Dhcp6.answer(asked, six).orElseThrow();
        assertThat(told.option(Option6.DNS)).contains(Octets.of(Ip.parse("fd00:ec2::253")));
        assertThat(told.option(Option6.DOMAINS).map(Octets::toString))
                .contains("0c" + Octets.ascii("eu-central-1") + "07" + Octets.ascii("compute") + "08"
                        + Octets.ascii("internal") + "00");
        assertThat(Dhcp6.answer(dhcp6(Message6.SOLICIT, CLIENT, RAPID, association(Option6.IA_NA)), six)
                        .orElseThrow()
                        .has(Option6.DNS))
                .isTrue();
    }

    /** RFC 8415, section 16. */
    @Test
    void whatBreaksTheRulesGetsNoAnswer() throws MalformedPacket {
        Option6 addresses = association(Option6.IA_NA);
        for (Message6 each : List.of(
                dhcp6(Message6.SOLICIT, addresses),
                dhcp6(Message6.SOLICIT, CLIENT, SERVER, addresses),
                dhcp6(Message6.REQUEST, CLIENT, addresses),
                dhcp6(Message6.REQUEST, CLIENT, OTHER_SERVER, addresses),
                dhcp6(Message6.RENEW, SERVER, addresses),
                dhcp6(Message6.REBIND, CLIENT, SERVER, addresses),
                dhcp6(Message6.INFORMATION_REQUEST, CLIENT, addresses),
                dhcp6(Message6.INFORMATION_REQUEST, CLIENT, OTHER_SERVER),
                dhcp6(Message6.ADVERTISE, CLIENT, SERVER),
                dhcp6(Message6.REPLY, CLIENT, SERVER))) {
            assertThat(Dhcp6.answer(each, web)).as(each.toString()).isEmpty();
        }
    }

    @Test
    void aSubnetWithoutIpv6HasNoDhcpv6() throws MalformedPacket {
        Optional<Message6> reply =
                Dhcp6.answer(dhcp6(Message6.SOLICIT, CLIENT, association(Option6.IA_NA)), Clients.lessee("web-1"));

        assertThat(reply).isEmpty();
    }

    private static List<Option6> inside(Octets association) throws MalformedPacket {
        return Option6.decode(association.slice(12, association.length()));
    }

    private static List<Cidr> granted(Message6 message) throws MalformedPacket {
        List<Cidr> granted = new ArrayList<>();
        for (Option6 option : message.options()) {
            if (option.code() == Option6.IA_NA || option.code() == Option6.IA_PD) {
                granted.addAll(Association.decode(option).held());
            }
        }
        return granted;
    }
}
