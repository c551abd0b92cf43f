package dev.enid.lab.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import dev.enid.lab.topology.Vpc;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What DNS says of the VPC that comes with the lab, and of one with many addresses. */
class AnswersTest {

    private static final Vpc VPC = vpc("two-enis");
    private static final Answers ANSWERS = Answers.about(VPC);
    private static final String DOMAIN = "eu-central-1.compute.internal.";

    private static Vpc vpc(String name) {
        try {
            return TopologyFile.shipped(name);
        } catch (TopologyException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ip-10-0-1-10.eu-central-1.compute.internal., A,   10.0.1.10",
        "IP-10-0-1-10.EU-central-1.compute.internal., A,   10.0.1.10",
        "ip-10-0-2-20.eu-central-1.compute.internal., A,   10.0.2.20",
        "10.1.0.10.in-addr.arpa.,                     PTR, ip-10-0-1-10.eu-central-1.compute.internal.",
        "eu-central-1.compute.internal.,              SOA, ns0.eu-central-1.compute.internal. hostmaster.amazon.com."
                + " 2012103100 3600 3600 3600 60",
    })
    void whatThereIsIsTold(String name, String type, String value) throws Exception {
        Message answer = ask(name, Type.value(type));

        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(values(answer)).containsExactly(value);
        assertThat(answer.getSection(Section.ANSWER).getFirst().getTTL()).isEqualTo(60);
    }

    @Test
    void anInstanceIsFoundByItsIdAndThatByItsIpv6Address() throws Exception {
        String name = VPC.instance("web").id() + "." + DOMAIN;

        assertThat(values(ask(name, Type.A))).containsExactly("10.0.1.10");
        assertThat(values(ask(name, Type.AAAA))).containsExactly("2001:db8:100:1:0:0:0:10");
        assertThat(values(ask(name, Type.ANY))).hasSize(2);
        assertThat(values(ask("0.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.0.0.1.0.8.b.d.0.1.0.0.2.ip6.arpa.", Type.PTR)))
                .containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource({
        "ip-10-0-1-10.eu-central-1.compute.internal., AAAA",
        "ip-10-0-1-10.eu-central-1.compute.internal., TXT",
        "eu-central-1.compute.internal.,              A",
        "1.0.10.in-addr.arpa.,                        PTR",
    })
    void aNameWithoutSuchARecordIsThereAllTheSame(String name, String type) throws Exception {
        Message answer = ask(name, Type.value(type));

        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(answer.getSection(Section.AUTHORITY))
                .singleElement()
                .satisfies(record -> assertThat(record.getType()).isEqualTo(Type.SOA));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip-10-0-1-99.eu-central-1.compute.internal.",
                "db.eu-central-1.compute.internal.",
                "a.ip-10-0-1-10.eu-central-1.compute.internal.",
                "99.1.0.10.in-addr.arpa.",
                "9.0.10.in-addr.arpa.",
            })
    void whatThereIsNotIsDeniedWithTheZonesAuthority(String name) throws Exception {
        Message answer = ask(name, Type.A);

        assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        Record authority = answer.getSection(Section.AUTHORITY).getFirst();
        assertThat(Name.fromString(name).subdomain(authority.getName())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com.", "compute.internal.", ".", "ec2.internal.", "1.1.168.192.in-addr.arpa."})
    void theOutsideIsRefused(String name) throws Exception {
        Message answer = ask(name, Type.A);

        assertThat(answer.getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(answer.getSection(Section.AUTHORITY)).isEmpty();
    }

    @Test
    void theAnswerBearsTheQuestion() throws Exception {
        Message query = query("ip-10-0-1-10." + DOMAIN, Type.A);

        Message answer = send(query, true);

        assertThat(answer.getHeader().getID()).isEqualTo(query.getHeader().getID());
        assertThat(answer.getQuestion()).isEqualTo(query.getQuestion());
        assertThat(answer.getHeader().getFlag(Flags.QR)).isTrue();
        assertThat(answer.getHeader().getFlag(Flags.RD)).isTrue();
        assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();
        assertThat(answer.getOPT()).as("EDNS, which was not asked for").isNull();
    }

    /** An instance with 50 IPv6 addresses: more than a datagram without EDNS holds. */
    @Test
    void whatDoesNotFitIsCutAndComesWholeOverTcp() throws Exception {
        Vpc big = TopologyFile.parse("big", """
                [vpc]
                cidrs = ["2001:db8:100::/56"]
                [subnets.a]
                ipv6 = "2001:db8:100:1::/64"
                [instances.web]
                [enis.web-0]
                subnet = "a"
                instance = "web"
                device-index = 0
                ipv6-count = 50
                """);
        Message query = query(big.instance("web").id() + "." + DOMAIN, Type.AAAA);
        Answers answers = Answers.about(big);

        byte[] cut = answers.answer(query.toWire(), true).orElseThrow();
        assertThat(cut).hasSizeLessThanOrEqualTo(512);
        assertThat(new Message(cut).getHeader().getFlag(Flags.TC)).isTrue();
        Message whole = new Message(answers.answer(query.toWire(), false).orElseThrow());
        assertThat(whole.getSection(Section.ANSWER)).hasSize(50);
        assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();

        query.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
        Message wide = new Message(answers.answer(query.toWire(), true).orElseThrow());
        assertThat(wide.getSection(Section.ANSWER)).hasSize(50);
        assertThat(wide.getOPT().getPayloadSize()).isEqualTo(4096);
    }

    @Test
    void aLaterEdnsIsAnsweredWithTheVersionThereIs() throws Exception {
        Message query = query("ip-10-0-1-10." + DOMAIN, Type.A);
        query.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);

        Message answer = send(query, true);

        assertThat(answer.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(answer.getOPT().getVersion()).isZero();
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
    }

    @Test
    void whatIsNoPlainQuestionIsSaidToBeNone() throws Exception {
        Message update = query("ip-10-0-1-10." + DOMAIN, Type.A);
        update.getHeader().setOpcode(Opcode.STATUS);
        assertThat(send(update, true).getRcode()).isEqualTo(Rcode.NOTIMP);

        Message two = query("ip-10-0-1-10." + DOMAIN, Type.A);
        two.addRecord(two.getQuestion(), Section.QUESTION);
        assertThat(send(two, true).getRcode()).isEqualTo(Rcode.FORMERR);

        byte[] whole = query("ip-10-0-1-10." + DOMAIN, Type.A).toWire();
        Message cut = new Message(
                ANSWERS.answer(Arrays.copyOf(whole, whole.length - 3), true).orElseThrow());
        assertThat(cut.getRcode()).isEqualTo(Rcode.FORMERR);
        assertThat(cut.getHeader().getID())
                .isEqualTo(new Message(whole).getHeader().getID());

        assertThat(send(query("ip-10-0-1-10." + DOMAIN, Type.A, DClass.CH), true)
                        .getRcode())
                .isEqualTo(Rcode.REFUSED);
    }

    @Test
    void anAnswerIsNotAnswered() throws Exception {
        byte[] answer = send(query("ip-10-0-1-10." + DOMAIN, Type.A), true).toWire();

        assertThat(ANSWERS.answer(answer, true)).isEmpty();
        assertThat(ANSWERS.answer(new byte[11], true)).isEmpty();
    }

    @Property(tries = 1000)
    void noPacketBreaksTheServer(@ForAll @Size(max = 120) byte[] noise, @ForAll boolean udp) throws Exception {
        byte[] real = query("ip-10-0-1-10." + DOMAIN, Type.A).toWire();
        byte[] spoilt = Arrays.copyOf(real, real.length);
        for (int i = 0; i + 1 < noise.length; i += 2) {
            spoilt[2 + (noise[i] & 0xff) % (spoilt.length - 2)] = noise[i + 1];
        }
        for (byte[] packet : List.of(noise, spoilt)) {
            assertThatCode(() -> ANSWERS.answer(packet, udp)).doesNotThrowAnyException();
        }
    }

    private static Message ask(String name, int type) throws IOException {
        return send(query(name, type), true);
    }

    private static Message send(Message query, boolean udp) throws IOException {
        return new Message(ANSWERS.answer(query.toWire(), udp).orElseThrow());
    }

    private static Message query(String name, int type) throws TextParseException {
        return query(name, type, DClass.IN);
    }

    private static Message query(String name, int type, int dnsClass) throws TextParseException {
        return Message.newQuery(Record.newRecord(Name.fromString(name), type, dnsClass));
    }

    private static List<String> values(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }
}
