package dev.enid.agent.move;

import dev.enid.agent.ec2.ElasticIpName;
import dev.enid.agent.iam.Tag;
import dev.enid.agent.settings.Suggestion;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Quoted;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the words that name a resource. */
public final class ResourceWords {

    /** What can be moved, as it is typed. */
    public static final List<String> KINDS = List.of("eni", "address", "prefix", "elastic-ip", "route");

    /** EC2's ids: the kind, and 8 or 17 hexadecimal digits. */
    private static final String DIGITS = "-(?:[0-9a-f]{8}|[0-9a-f]{17})";

    private static final Pattern ALLOCATION = Pattern.compile("eipalloc" + DIGITS);
    private static final Pattern ROUTE_TABLE = Pattern.compile("rtb" + DIGITS);
    private static final Pattern INSTANCE = Pattern.compile("i" + DIGITS);

    private ResourceWords() {}

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with a message for the person, when they name nothing that can be moved
     */
    public static Resource parse(List<String> words) {
        String kind = words.getFirst();
        List<String> names = words.subList(1, words.size());
        return switch (kind) {
            case "eni" -> new Resource.Interface(eni(only(kind, names, "ENI")));
            case "address" -> new Resource.Address(address(only(kind, names, "ADDRESS")));
            case "prefix" -> new Resource.Prefix(prefix(only(kind, names, "PREFIX")));
            case "elastic-ip" -> new Resource.Elastic(elasticIp(only(kind, names, "ADDRESS")));
            case "route" -> route(names);
            default ->
                throw new IllegalArgumentException("nothing is moved that is called " + Quoted.of(kind)
                        + Suggestion.of(kind, KINDS)
                                .map(each -> "; did you mean \"" + each + "\"?")
                                .orElse("; there are " + String.join(", ", KINDS)));
        };
    }

    private static String only(String kind, List<String> names, String label) {
        if (names.size() != 1) {
            throw new IllegalArgumentException("move " + kind + " takes one " + label + ", not " + names.size());
        }
        return names.getFirst();
    }

    private static EniName eni(String word) {
        if (word.indexOf('=') >= 0) {
            return new EniName.ByTag(
                    Tag.tryParse(word).orElseThrow(() -> new IllegalArgumentException("no tag: " + Quoted.of(word))));
        }
        Optional<Ip> ip = Ip.tryParse(word);
        if (ip.isPresent()) {
            return new EniName.ByAddress(ip.get());
        }
        if (!word.startsWith("eni-")) {
            throw new IllegalArgumentException("an ENI is named by its id such as eni-0a1b2c3d4e5f60718, one of its"
                    + " addresses, or a tag such as Name=db, not by " + Quoted.of(word));
        }
        return new EniName.ById(new EniId(word));
    }

    private static Ip address(String word) {
        Optional<Cidr> prefix = Cidr.tryParse(word).filter(cidr -> !cidr.isHost());
        if (prefix.isPresent()) {
            throw new IllegalArgumentException(
                    word + " is no address; prefixes are moved by: enid move prefix " + word);
        }
        return Ip.tryParse(word)
                .or(() -> Cidr.tryParse(word).map(Cidr::ip))
                .orElseThrow(() -> new IllegalArgumentException("not an IP address: " + Quoted.of(word)));
    }

    /** EC2 User Guide, "Prefix delegation": /28 of IPv4 and /80 of IPv6, no others. */
    private static Cidr prefix(String word) {
        Cidr prefix = Cidr.parse(word);
        int length = switch (prefix.family()) {
            case V4 -> 28;
            case V6 -> 80;
        };
        if (prefix.prefixLength() != length) {
            throw new IllegalArgumentException(
                    "EC2 delegates prefixes of /28 (IPv4) and /80 (IPv6), not " + Quoted.of(word));
        }
        return prefix;
    }

    private static ElasticIpName elasticIp(String word) {
        if (ALLOCATION.matcher(word).matches()) {
            return new ElasticIpName.ByAllocation(word);
        }
        return Ip.tryParse(word)
                .<ElasticIpName>map(ElasticIpName.ByAddress::new)
                .orElseThrow(() -> new IllegalArgumentException("an Elastic IP is named by its address, or by an"
                        + " allocation id such as eipalloc-0a1b2c3d4e5f60718, not by " + Quoted.of(word)));
    }

    private static Resource route(List<String> names) {
        if (names.size() != 2) {
            throw new IllegalArgumentException(
                    "move route takes a TABLE and a DESTINATION, such as rtb-0a1b2c3d4e5f60718 0.0.0.0/0");
        }
        String table = names.getFirst();
        if (!ROUTE_TABLE.matcher(table).matches()) {
            throw new IllegalArgumentException(
                    "not the id of a route table such as rtb-0a1b2c3d4e5f60718: " + Quoted.of(table));
        }
        return new Resource.Route(table, Cidr.parse(names.getLast()));
    }

    /**
     * Checks an instance's id.
     *
     * @throws IllegalArgumentException with a message for the person
     */
    public static String instance(String word) {
        if (!INSTANCE.matcher(word).matches()) {
            throw new IllegalArgumentException(
                    "not an instance id such as i-0a1b2c3d4e5f60718, nor self: " + Quoted.of(word));
        }
        return word;
    }
}
