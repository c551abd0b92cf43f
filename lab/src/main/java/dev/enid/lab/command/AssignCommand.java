package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.lab.server.LabRequest;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab assign}. */
final class AssignCommand implements Command {

    private static final String COUNT = "--count";
    private static final String IPV6_COUNT = "--ipv6-count";
    private static final String PREFIXES = "--prefixes";
    private static final String IPV6_PREFIXES = "--ipv6-prefixes";
    private static final String REASSIGN = "--reassign";

    private final Surroundings surroundings;

    AssignCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command(
                "assign", "Assigns addresses and prefixes to an ENI, as EC2 does: the host has to use them.", this));
        spec.addPositional(Shape.parameter("ENI", "Its name, id or MAC address."));
        spec.addPositional(addresses("Addresses, and prefixes with their length."));
        spec.addOption(number(COUNT, "So many of the subnet's free IPv4 addresses."));
        spec.addOption(number(IPV6_COUNT, "So many free IPv6 addresses."));
        spec.addOption(number(PREFIXES, "So many free /28 prefixes."));
        spec.addOption(number(IPV6_PREFIXES, "So many free /80 prefixes."));
        spec.addOption(OptionSpec.builder(REASSIGN)
                .type(boolean.class)
                .description("Take an IPv4 address from the ENI that has it.")
                .build());
        spec.addOption(Labs.option());
        return Shape.withExamples(
                spec,
                "enid lab assign web-1 10.0.2.21",
                "enid lab assign web-1 --count 3",
                "enid lab assign web-1 10.0.2.64/28");
    }

    static picocli.CommandLine.Model.PositionalParamSpec addresses(String description) {
        return picocli.CommandLine.Model.PositionalParamSpec.builder()
                .type(List.class)
                .auxiliaryTypes(String.class)
                .index("1..*")
                .arity("0..*")
                .paramLabel("ADDRESS")
                .description(description)
                .build();
    }

    private static OptionSpec number(String name, String description) {
        return OptionSpec.builder(name)
                .type(Integer.class)
                .paramLabel("N")
                .description(description)
                .build();
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        String eni = arguments.matchedPositionalValue(0, "");
        List<String> addresses = arguments.matchedPositionalValue(1, List.of());
        int count = arguments.matchedOptionValue(COUNT, 0);
        int ipv6Count = arguments.matchedOptionValue(IPV6_COUNT, 0);
        int prefixes = arguments.matchedOptionValue(PREFIXES, 0);
        int ipv6Prefixes = arguments.matchedOptionValue(IPV6_PREFIXES, 0);
        if (addresses.isEmpty() && count == 0 && ipv6Count == 0 && prefixes == 0 && ipv6Prefixes == 0) {
            throw new CommandFailed(Exit.USAGE, "which addresses? name them, or say --count N or --prefixes N");
        }
        return Changes.make(
                surroundings,
                arguments,
                eni,
                new LabRequest.Assign(
                        eni,
                        addresses,
                        count,
                        ipv6Count,
                        prefixes,
                        ipv6Prefixes,
                        arguments.matchedOptionValue(REASSIGN, false)));
    }
}
