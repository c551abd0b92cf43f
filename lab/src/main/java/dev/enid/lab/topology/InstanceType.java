package dev.enid.lab.topology;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An instance type, as far as its network goes.
 *
 * @param name {@code m6i.large}; {@code lab.NAME} of an instance whose limits are in the topology file
 */
public record InstanceType(String name, Limits limits) {

    /** What an instance is where nothing else is said. */
    public static final InstanceType DEFAULT = of("m6i.24xlarge", 1, 15, 50);

    /** Those that a lab has, by what they allow (EC2 Instance Types Guide, "Network specifications"). */
    private static final List<InstanceType> KNOWN = Stream.of(
                    of("t3.micro", 1, 2, 2),
                    of("t3.small", 1, 3, 4),
                    of("t3.medium", 1, 3, 6),
                    of("m6i.large", 1, 3, 10),
                    of("m6i.xlarge", 1, 4, 15),
                    of("m6i.2xlarge", 1, 4, 15),
                    of("m6i.4xlarge", 1, 8, 30),
                    of("m6i.8xlarge", 1, 8, 30),
                    DEFAULT,
                    of("c6in.32xlarge", 2, 7, 50),
                    of("p4d.24xlarge", 4, 15, 50),
                    of("trn1n.32xlarge", 16, 5, 50))
            .sorted(Comparator.comparing(InstanceType::name))
            .toList();

    private static InstanceType of(String name, int cards, int enisPerCard, int addresses) {
        return new InstanceType(name, new Limits(cards, enisPerCard, addresses, addresses));
    }

    /** By name. */
    public static List<InstanceType> known() {
        return KNOWN;
    }

    /** The one of that name. */
    public static Optional<InstanceType> named(String name) {
        return KNOWN.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
