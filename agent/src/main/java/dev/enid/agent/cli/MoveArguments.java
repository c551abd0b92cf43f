package dev.enid.agent.cli;

import dev.enid.agent.move.MoveOptions;
import dev.enid.agent.move.Probe;
import dev.enid.agent.move.Resource;
import dev.enid.agent.move.ResourceWords;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Quoted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The words of {@code enid move}, understood.
 *
 * @param target an instance's id; empty for this one
 * @param probeAddress which address to probe, where not that of the resource
 */
record MoveArguments(
        Resource resource,
        String target,
        MoveOptions options,
        boolean planOnly,
        boolean waits,
        Optional<Probe> probe,
        Optional<Ip> probeAddress) {

    /** The instance that the command runs on. */
    static final String SELF = "self";

    private static final String TO = "--to";
    private static final String PLAN = "--plan";
    private static final String WAIT = "--wait";
    private static final String NO_WAIT = "--no-wait";
    private static final String PROBE = "--probe";
    private static final String PROBE_ADDRESS = "--probe-address";
    private static final String ENI = "--eni";
    private static final String FORCE = "--force-detach";
    private static final String FORCE_AFTER = "--force-after";
    private static final String RESTORE = "--restore-on-failure";
    private static final String NO_RESTORE = "--no-restore-on-failure";
    private static final String DEVICE_INDEX = "--device-index";
    private static final String NETWORK_CARD = "--network-card";
    private static final String TIMEOUT = "--timeout";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");
    private static final int MOST_INDEX = 99;

    static CommandSpec spec(MoveCommand command) {
        CommandSpec spec = Shape.withJson(Shape.command(
                "move", "Move an ENI, an address, a prefix, an Elastic IP or a route to an instance.", command));
        spec.addPositional(PositionalParamSpec.builder()
                .type(List.class)
                .auxiliaryTypes(String.class)
                .required(true)
                .index("0..*")
                .arity("1..*")
                .paramLabel("RESOURCE")
                .description("One of%n  eni ID|ADDRESS|KEY=VALUE%n  address ADDRESS%n  prefix PREFIX%n"
                        + "  elastic-ip ADDRESS|ALLOCATION%n  route TABLE DESTINATION")
                .build());
        spec.addOption(Shape.option(TO, "INSTANCE", "The instance's id, or self for the one this runs on.")
                .required(true)
                .build());
        flag(spec, PLAN, "Show what would be done, and stop before anything is changed.");
        flag(
                spec,
                WAIT,
                "Return when EC2 shows it at the target and, with --to self, the kernel routes it (the default).");
        flag(spec, NO_WAIT, "Return when EC2 shows it at the target.");
        spec.addOption(Shape.option(PROBE, "PROBE", "Wait until it answers, too, from here: tcp:PORT or icmp.")
                .build());
        spec.addOption(Shape.option(PROBE_ADDRESS, "ADDRESS", "What to probe, where it is not the resource itself.")
                .build());
        spec.addOption(Shape.option(ENI, "ID", "Which ENI of the target takes an address, Elastic IP or route.")
                .build());
        flag(spec, FORCE, "Detach by force at once: the source is not asked to let go.");
        spec.addOption(Shape.option(
                        FORCE_AFTER, "TIME", "Detach by force after this time where the source does not run, as 30s.")
                .build());
        flag(spec, RESTORE, "After a failure give back what was taken, where its source runs (the default).");
        flag(spec, NO_RESTORE, "Leave things as they are after a failure.");
        spec.addOption(
                number(DEVICE_INDEX, "The device index for an ENI; else the one it had, or the first free one."));
        spec.addOption(number(NETWORK_CARD, "The network card for an ENI; else the first that takes another one."));
        spec.addOption(
                Shape.option(TIMEOUT, "TIME", "Give up after this time, 3m without it. To give back has a minute more.")
                        .build());
        return Shape.withExamples(
                spec,
                "enid move eni eni-0a1b2c3d4e5f60718 --to i-0a1b2c3d4e5f60718 --plan",
                "enid move eni Name=db --to self --probe tcp:5432",
                "enid move address 10.0.1.20 --to i-0a1b2c3d4e5f60718",
                "enid move prefix 10.0.1.32/28 --to self",
                "enid move elastic-ip 203.0.113.7 --to self --json | jq '.phases'",
                "enid move route rtb-0a1b2c3d4e5f60718 0.0.0.0/0 --to self");
    }

    private static void flag(CommandSpec spec, String name, String description) {
        spec.addOption(OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build());
    }

    private static OptionSpec number(String name, String description) {
        return OptionSpec.builder(name)
                .type(Integer.class)
                .paramLabel("NUMBER")
                .description(description)
                .build();
    }

    /** @throws ParameterException for what makes no sense */
    static MoveArguments of(ParseResult parsed) {
        Resource resource = read(parsed, () -> ResourceWords.parse(parsed.matchedPositionalValue(0, List.of())));
        String to = parsed.matchedOptionValue(TO, "");
        String target = to.equals(SELF) ? "" : read(parsed, () -> ResourceWords.instance(to));
        notBoth(parsed, WAIT, NO_WAIT);
        notBoth(parsed, RESTORE, NO_RESTORE);
        notBoth(parsed, NO_WAIT, PROBE);
        boolean isEni = resource instanceof Resource.Interface;
        for (String option : List.of(FORCE, FORCE_AFTER, DEVICE_INDEX, NETWORK_CARD)) {
            if (!isEni && parsed.hasMatchedOption(option)) {
                throw wrong(parsed, option + " is for moving an ENI");
            }
        }
        if (isEni && parsed.hasMatchedOption(ENI)) {
            throw wrong(
                    parsed, ENI + " says which ENI takes an address, an Elastic IP or a route; an ENI goes by itself");
        }
        MoveOptions options = new MoveOptions(
                parsed.hasMatchedOption(FORCE),
                value(parsed, FORCE_AFTER, text -> time(FORCE_AFTER, text)),
                !parsed.hasMatchedOption(NO_RESTORE),
                index(parsed, DEVICE_INDEX, 1),
                index(parsed, NETWORK_CARD, 0),
                value(parsed, ENI, EniId::new),
                value(parsed, TIMEOUT, text -> time(TIMEOUT, text)).orElse(MoveOptions.TIMEOUT));
        MoveArguments arguments = new MoveArguments(
                resource,
                target,
                options,
                parsed.hasMatchedOption(PLAN),
                !parsed.hasMatchedOption(NO_WAIT),
                value(parsed, PROBE, Probe::parse),
                value(parsed, PROBE_ADDRESS, Ip::parse));
        if (options.forceAfter()
                .filter(after -> after.compareTo(options.timeout()) >= 0)
                .isPresent()) {
            throw wrong(
                    parsed,
                    FORCE_AFTER + " has to be less than " + TIMEOUT + " ("
                            + options.timeout().toSeconds() + " s), or it never comes to it");
        }
        boolean hasNoAddress = resource instanceof Resource.Prefix || resource instanceof Resource.Route;
        if (arguments.probe.isPresent() && arguments.probeAddress.isEmpty() && hasNoAddress) {
            throw wrong(parsed, "which address shall answer? " + PROBE_ADDRESS + " says it, for a prefix or a route");
        }
        return arguments;
    }

    boolean self() {
        return target.isEmpty();
    }

    private static <T> T read(ParseResult parsed, java.util.function.Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException wrong) {
            throw wrong(parsed, String.valueOf(wrong.getMessage()));
        }
    }

    private static <T> Optional<T> value(ParseResult parsed, String option, Function<String, T> reading) {
        return Optional.ofNullable(parsed.<String>matchedOptionValue(option, null))
                .map(text -> read(parsed, () -> reading.apply(text)));
    }

    private static OptionalInt index(ParseResult parsed, String option, int least) {
        Integer given = parsed.matchedOptionValue(option, null);
        if (given == null) {
            return OptionalInt.empty();
        }
        if (given < least || given > MOST_INDEX) {
            throw wrong(parsed, option + " is a number from " + least + " to " + MOST_INDEX + ", not " + given);
        }
        return OptionalInt.of(given);
    }

    private static Duration time(String option, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(option + " takes a time such as 30s or 5m, not " + Quoted.of(text));
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    private static void notBoth(ParseResult parsed, String one, String other) {
        if (parsed.hasMatchedOption(one) && parsed.hasMatchedOption(other)) {
            throw wrong(parsed, one + " and " + other + " contradict each other");
        }
    }

    private static ParameterException wrong(ParseResult parsed, String what) {
        return new ParameterException(parsed.commandSpec().commandLine(), what);
    }
}
