package dev.enid.agent.cli;

import dev.enid.agent.iam.Partition;
import dev.enid.agent.iam.PolicyDocument;
import dev.enid.agent.iam.Purpose;
import dev.enid.agent.iam.Scope;
import dev.enid.agent.iam.Tag;
import dev.enid.agent.json.Json;
import dev.enid.agent.settings.Suggestion;
import dev.enid.core.ip.Quoted;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code enid iam-policy}. */
final class IamPolicyCommand implements Command {

    private static final String FOR = "--for";
    private static final String TAG = "--tag";
    private static final String REGION = "--region";
    private static final String ACCOUNT = "--account";
    private static final String PARTITION = "--partition";

    private static final List<String> PURPOSES =
            Stream.of(Purpose.values()).map(Purpose::text).toList();
    private static final List<String> PARTITIONS =
            Stream.of(Partition.values()).map(Partition::text).toList();

    private final Surroundings surroundings;

    IamPolicyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec =
                Shape.command("iam-policy", "Print the least IAM policy for moving ENIs, addresses and routes.", this);
        spec.addOption(OptionSpec.builder(FOR)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel("PURPOSE")
                .description("What is to be allowed: " + String.join(", ", PURPOSES)
                        + ". May be given several times; without it, all of them.")
                .build());
        spec.addOption(
                Shape.option(TAG, "KEY=VALUE", "Change only what has this tag.").build());
        spec.addOption(Shape.option(REGION, "REGION", "Only in this region, such as eu-central-1.")
                .build());
        spec.addOption(Shape.option(ACCOUNT, "ID", "Change only what this account owns, such as 123456789012.")
                .build());
        spec.addOption(Shape.option(
                        PARTITION,
                        "PARTITION",
                        "One of " + String.join(", ", PARTITIONS) + "; without it, the region's, or aws.")
                .build());
        return Shape.withExamples(
                spec,
                "enid iam-policy --for move-eni --tag enid=movable > policy.json",
                "enid iam-policy --for move-address --for move-elastic-ip --region eu-central-1");
    }

    @Override
    public int run(ParseResult arguments) {
        PolicyDocument policy = PolicyDocument.of(purposes(arguments), scope(arguments));
        surroundings.out().stream().print(Json.pretty(policy.json()));
        return Exit.OK;
    }

    private static Set<Purpose> purposes(ParseResult arguments) {
        Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
        for (String word : arguments.matchedOptionValue(FOR, PURPOSES)) {
            purposes.add(Purpose.tryParse(word).orElseThrow(() -> unknown(arguments, "purpose", word, PURPOSES)));
        }
        return purposes;
    }

    private static Scope scope(ParseResult arguments) {
        Optional<Tag> tag = value(arguments, TAG)
                .map(text -> Tag.tryParse(text)
                        .orElseThrow(() -> wrong(
                                arguments,
                                TAG
                                        + " takes KEY=VALUE such as enid=movable, a key of 1 to 128 characters and a value of"
                                        + " up to 256, not " + Quoted.of(text))));
        Optional<String> account = value(arguments, ACCOUNT);
        account.filter(text -> !Scope.isAccount(text)).ifPresent(text -> {
            throw wrong(
                    arguments,
                    ACCOUNT + " takes the 12 digits of an account such as 123456789012, not " + Quoted.of(text));
        });
        Optional<String> region = value(arguments, REGION);
        return new Scope(partition(arguments, region), region, account, tag);
    }

    /** A region's name tells its partition; a policy with another one would allow nothing. */
    private static Partition partition(ParseResult arguments, Optional<String> region) {
        Optional<Partition> given = value(arguments, PARTITION)
                .map(word ->
                        Partition.tryParse(word).orElseThrow(() -> unknown(arguments, "partition", word, PARTITIONS)));
        Optional<Partition> ofRegion = region.map(text -> Partition.ofRegion(text)
                .orElseThrow(() -> wrong(
                        arguments,
                        REGION + " takes a region of " + String.join(", ", PARTITIONS) + " such as eu-central-1, not "
                                + Quoted.of(text))));
        if (given.isPresent() && ofRegion.isPresent() && !given.equals(ofRegion)) {
            throw wrong(
                    arguments,
                    REGION + " " + region.get() + " is in the partition "
                            + ofRegion.get().text() + ", not in "
                            + given.get().text() + ": leave " + PARTITION + " out");
        }
        return ofRegion.or(() -> given).orElse(Partition.AWS);
    }

    private static Optional<String> value(ParseResult arguments, String option) {
        return Optional.ofNullable(arguments.<String>matchedOptionValue(option, null));
    }

    private static ParameterException unknown(ParseResult arguments, String what, String word, List<String> known) {
        return wrong(
                arguments,
                "unknown " + what + " " + Quoted.of(word)
                        + Suggestion.of(word, known)
                                .map(each -> "; did you mean \"" + each + "\"?")
                                .orElse("; there are " + String.join(", ", known)));
    }

    private static ParameterException wrong(ParseResult arguments, String what) {
        return new ParameterException(arguments.commandSpec().commandLine(), what);
    }
}
