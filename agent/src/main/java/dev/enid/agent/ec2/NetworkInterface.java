package dev.enid.agent.ec2;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An ENI, as DescribeNetworkInterfaces tells it.
 *
 * @param requesterManaged an AWS service made it, and only that service may move it
 * @param sourceDestCheck whether packets that are neither from nor to one of its addresses are dropped
 * @param ipv4 the primary address first
 * @param primaryIpv6 cannot be taken from the ENI
 */
public record NetworkInterface(
        EniId id,
        String subnet,
        String vpc,
        String zone,
        boolean requesterManaged,
        boolean sourceDestCheck,
        Optional<Attachment> attachment,
        List<Ip> ipv4,
        List<Ip> ipv6,
        Optional<Ip> primaryIpv6,
        List<Cidr> prefixes) {

    /** How far an attachment has come. */
    public enum Stage {
        ATTACHING,
        ATTACHED,
        DETACHING,
        DETACHED
    }

    /**
     * Where an ENI is.
     *
     * @param instance empty where it is in the hand of a service that shows no instance
     */
    public record Attachment(
            String id, Optional<String> instance, Slot slot, Stage stage, boolean deleteOnTermination) {}

    public NetworkInterface {
        ipv4 = List.copyOf(ipv4);
        ipv6 = List.copyOf(ipv6);
        prefixes = List.copyOf(prefixes);
    }

    public boolean has(Ip ip) {
        return ipv4.contains(ip) || ipv6.contains(ip);
    }

    /** The address it is known by: the first, of IPv4 where there is one. */
    public Optional<Ip> primaryAddress() {
        return Stream.concat(ipv4.stream(), ipv6.stream()).findFirst();
    }

    public List<Ip> addresses(Family family) {
        return family == Family.V4 ? ipv4 : ipv6;
    }

    public Stream<Cidr> prefixes(Family family) {
        return prefixes.stream().filter(prefix -> prefix.family() == family);
    }

    /** What of it is limited together: addresses, of which a prefix takes the place of one. */
    public int places(Family family) {
        return addresses(family).size() + (int) prefixes(family).count();
    }

    /** The attachment, unless it has ended: EC2 goes on describing those for a moment. */
    public Optional<Attachment> held() {
        return attachment.filter(each -> each.stage() != Stage.DETACHED);
    }
}
