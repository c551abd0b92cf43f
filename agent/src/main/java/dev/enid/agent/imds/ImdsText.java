package dev.enid.agent.imds;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.ip.Quoted;
import dev.enid.core.reading.Fault.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The text of one key, made into values or refused. A line break at the very end is let pass, as some emulators send one.
 *
 * @param doing what is being read, for the fault
 */
record ImdsText(String doing, String text) {

    /** More than any instance has: the most are 80 ENIs on trn1n, and 50 addresses on p4d's ENIs. */
    private static final int MOST_LINES = 512;
    /** device-number and network-card, as {@link dev.enid.core.inventory.Eni} bounds them. */
    private static final int MOST_INDEX = 99;

    /** Of a key or a zone: three times the longest, and as {@link dev.enid.core.inventory.Instance} bounds the latter. */
    private static final int MOST_NAME = 64;

    /** Bounds of a subnet: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html. */
    private static final int[] SUBNET_V4 = {16, 28};

    /** https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html. */
    private static final int[] SUBNET_V6 = {44, 64};

    /** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html. */
    static final int PREFIX_V4 = 28;

    static final int PREFIX_V6 = 80;

    boolean isEmpty() {
        return value().isEmpty();
    }

    /** A single value. */
    String value() {
        int end = text.length();
        return end > 0 && text.charAt(end - 1) == '\n' ? text.substring(0, end - 1) : text;
    }

    /** The lines, none where there is no text; every line different and none empty. */
    List<String> lines() throws ImdsFailure {
        String all = value();
        List<String> lines = new ArrayList<>();
        if (all.isEmpty()) {
            return lines;
        }
        int from = 0;
        while (from <= all.length()) {
            int to = all.indexOf('\n', from);
            int end = to < 0 ? all.length() : to;
            if (end == from) {
                throw malformed("an empty line in " + Quoted.of(all));
            }
            if (lines.size() == MOST_LINES) {
                throw malformed("more than " + MOST_LINES + " lines: " + Quoted.of(all));
            }
            lines.add(all.substring(from, end));
            from = end + 1;
        }
        if (new HashSet<>(lines).size() != lines.size()) {
            throw malformed("the same line twice in " + Quoted.of(all));
        }
        return lines;
    }

    /** What a directory holds, without the slashes that mark directories. */
    List<String> names() throws ImdsFailure {
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String name = withoutSlash(lines.get(i));
            if (!isName(name)) {
                throw malformed("not the name of a key: " + Quoted.of(name));
            }
            lines.set(i, name);
        }
        return lines;
    }

    private static boolean isName(String name) {
        if (name.length() > MOST_NAME) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static String withoutSlash(String line) {
        return line.endsWith("/") ? line.substring(0, line.length() - 1) : line;
    }

    /** A directory of MAC addresses. */
    List<Mac> macs() throws ImdsFailure {
        List<Mac> macs = new ArrayList<>();
        for (String line : lines()) {
            Mac mac = mac(withoutSlash(line));
            if (macs.contains(mac)) {
                throw malformed("the same MAC address twice: " + mac);
            }
            macs.add(mac);
        }
        return macs;
    }

    Mac mac() throws ImdsFailure {
        return mac(value());
    }

    private Mac mac(String one) throws ImdsFailure {
        Optional<Mac> mac = Mac.tryParse(one);
        // The lowest bit of the first byte marks a group of stations, which no interface's own address is: IEEE 802.
        return mac.filter(address -> (address.bits() >>> 40 & 1) == 0 && address.bits() != 0)
                .orElseThrow(() -> malformed("not an interface's MAC address: " + Quoted.of(one)));
    }

    String instanceId() throws ImdsFailure {
        String id = value();
        boolean fit = id.startsWith("i-") && (id.length() == 10 || id.length() == 19);
        for (int i = 2; fit && i < id.length(); i++) {
            char c = id.charAt(i);
            fit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        if (!fit) {
            throw malformed("not an instance id such as i-0a1b2c3d4e5f60718: " + Quoted.of(id));
        }
        return id;
    }

    String zone() throws ImdsFailure {
        String zone = value();
        if (!isName(zone)) {
            throw malformed("not an availability zone such as eu-central-1a: " + Quoted.of(zone));
        }
        return zone;
    }

    EniId eniId() throws ImdsFailure {
        try {
            return new EniId(value());
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    /** device-number or network-card. */
    int index() throws ImdsFailure {
        int index = Decimal.parse(value(), MOST_INDEX);
        if (index < 0) {
            throw malformed("not a number from 0 to " + MOST_INDEX + ": " + Quoted.of(value()));
        }
        return index;
    }

    List<Ip> ips(Family family) throws ImdsFailure {
        List<String> lines = lines();
        List<Ip> ips = new ArrayList<>(lines.size());
        for (String line : lines) {
            Optional<Ip> ip = Ip.tryParse(line).filter(address -> address.family() == family);
            if (ip.isEmpty()) {
                throw malformed("not an " + name(family) + " address: " + Quoted.of(line));
            }
            if (!isUnicast(ip.get())) {
                throw malformed(ip.get() + " cannot be an ENI's address");
            }
            ips.add(ip.get());
        }
        return ips;
    }

    private static boolean isUnicast(Ip ip) {
        return !ip.isUnspecified() && !ip.isLoopback() && !ip.isMulticast() && !ip.isLinkLocal();
    }

    List<Cidr> subnets(Family family) throws ImdsFailure {
        int[] bounds = family == Family.V4 ? SUBNET_V4 : SUBNET_V6;
        return cidrs(family, bounds[0], bounds[1], "subnet");
    }

    List<Cidr> prefixes(Family family) throws ImdsFailure {
        int length = family == Family.V4 ? PREFIX_V4 : PREFIX_V6;
        return cidrs(family, length, length, "delegated prefix");
    }

    private List<Cidr> cidrs(Family family, int shortest, int longest, String what) throws ImdsFailure {
        List<String> lines = lines();
        List<Cidr> cidrs = new ArrayList<>(lines.size());
        for (String line : lines) {
            Optional<Cidr> cidr = Cidr.tryParse(line)
                    .filter(network -> network.family() == family
                            && network.prefixLength() >= shortest
                            && network.prefixLength() <= longest
                            && isUnicast(network.ip()));
            if (cidr.isEmpty()) {
                String lengths = shortest == longest ? "/" + shortest : "from /" + shortest + " to /" + longest;
                throw malformed("not an " + name(family) + " " + what + ", " + lengths + ": " + Quoted.of(line));
            }
            cidrs.add(cidr.get());
        }
        return cidrs;
    }

    private static String name(Family family) {
        return family == Family.V4 ? "IPv4" : "IPv6";
    }

    ImdsFailure malformed(String detail) {
        return new ImdsFailure(Kind.MALFORMED, doing, detail);
    }
}
