package dev.enid.lab.dns;

import dev.enid.lab.topology.Vpc;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What to say to a question about a VPC. */
final class Answers {

    /** What this server takes itself, and the most that it sends over UDP: packets of the VPC hold it. */
    static final int UDP_MOST = 4096;

    /** Without EDNS (RFC 1035, 4.2.1). */
    static final int UDP_LEAST = 512;

    static final int TCP_MOST = 65_535;

    private static final int HEADER_BYTES = 12;
    private static final int EDNS_VERSION = 0;

    private final Directory directory;

    private Answers(Directory directory) {
        this.directory = directory;
    }

    static Answers about(Vpc vpc) {
        return new Answers(Directory.of(vpc));
    }

    /**
     * The answer to a packet.
     *
     * @param udp whether it must fit into the datagram that the asker takes; what does not is cut off, and says so
     * @return empty for what is no question at all, lest two servers talk for ever
     */
    Optional<byte[]> answer(byte[] packet, boolean udp) {
        if (packet.length < HEADER_BYTES || (packet[2] & 0x80) != 0) {
            return Optional.empty();
        }
        Message query;
        try {
            query = new Message(packet);
        } catch (IOException | RuntimeException e) {
            return Optional.of(misunderstood(packet));
        }
        Message answer = answer(query);
        return Optional.of(answer.toWire(udp ? most(query) : TCP_MOST));
    }

    private static int most(Message query) {
        return Optional.ofNullable(query.getOPT())
                .map(OPTRecord::getPayloadSize)
                .map(size -> Math.max(UDP_LEAST, Math.min(size, UDP_MOST)))
                .orElse(UDP_LEAST);
    }

    private static byte[] misunderstood(byte[] packet) {
        Header header = new Header((packet[0] & 0xff) << 8 | (packet[1] & 0xff));
        header.setFlag(Flags.QR);
        header.setRcode(Rcode.FORMERR);
        return header.toWire();
    }

    Message answer(Message query) {
        Message answer = new Message(query.getHeader().getID());
        Header header = answer.getHeader();
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        header.setOpcode(query.getHeader().getOpcode());
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        List<Record> questions = query.getSection(Section.QUESTION);
        questions.forEach(each -> answer.addRecord(each, Section.QUESTION));
        OPTRecord edns = query.getOPT();
        if (edns != null && edns.getVersion() > EDNS_VERSION) {
            // Its code is longer than a header holds: the four lower bits are 0, the others go with EDNS.
            answer.addRecord(new OPTRecord(UDP_MOST, Rcode.BADVERS >>> 4, EDNS_VERSION), Section.ADDITIONAL);
            return answer;
        }
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            header.setRcode(Rcode.NOTIMP);
        } else if (questions.size() != 1) {
            header.setRcode(Rcode.FORMERR);
        } else {
            header.setRcode(answer(questions.getFirst(), answer));
        }
        if (edns != null) {
            answer.addRecord(new OPTRecord(UDP_MOST, 0, EDNS_VERSION), Section.ADDITIONAL);
        }
        return answer;
    }

    /** Fills the answer in; its code. There is no outside: what is in none of the VPC's zones nobody here can tell. */
    private int answer(Record question, Message into) {
        Name name = question.getName();
        Optional<Name> zone = directory.zone(name);
        if (zone.isEmpty() || question.getDClass() != DClass.IN) {
            return Rcode.REFUSED;
        }
        Record authority = Directory.authority(zone.get());
        List<Record> found = question.getType() == Type.SOA && name.equals(zone.get())
                ? List.of(authority)
                : directory.records(name).stream()
                        .filter(each -> question.getType() == Type.ANY || each.getType() == question.getType())
                        .toList();
        found.forEach(each -> into.addRecord(each, Section.ANSWER));
        if (found.isEmpty()) {
            into.addRecord(authority, Section.AUTHORITY);
        }
        return found.isEmpty() && !directory.knows(name) ? Rcode.NXDOMAIN : Rcode.NOERROR;
    }
}
