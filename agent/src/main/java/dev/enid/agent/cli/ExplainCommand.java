package dev.enid.agent.cli;

import dev.enid.agent.json.Json;
import dev.enid.agent.operations.SavedOperations;
import dev.enid.core.ip.Ip;
import dev.enid.core.report.ExplainText;
import dev.enid.core.report.ExplainView;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code enid explain}. */
final class ExplainCommand implements Command {

    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String IN = "--in";
    private static final String OUT = "--oif";
    private static final String MARK = "--mark";
    private static final String ANSWERS = "--answers";
    /** {@code --from} is the packet's. */
    private static final String SNAPSHOT = "--snapshot";

    private final Surroundings surroundings;

    ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command(
                "explain", "Say where a packet goes, by which rule and route, and why they are there.", this));
        spec.addOption(Shape.option(FROM, "ADDR", "Its source; without it, the host chooses one.")
                .build());
        spec.addOption(
                Shape.option(TO, "ADDR", "Its destination.").required(true).build());
        spec.addOption(Shape.option(IN, "IFACE", "It came in by this interface, and is forwarded.")
                .build());
        spec.addOption(Shape.option(OUT, "IFACE", "The socket is bound to this interface.")
                .build());
        spec.addOption(
                Shape.option(MARK, "MARK", "Its firewall mark, such as 0x80.").build());
        spec.addOption(Shape.option(
                        ANSWERS,
                        "IFACE",
                        "It answers a connection that came in by this interface, and bears the mark that enid gives it.")
                .build());
        spec.addOption(SnapshotFile.option(SNAPSHOT));
        return Shape.withExamples(
                spec,
                "enid explain --from 10.0.2.20 --to 198.51.100.10",
                "enid explain --from 172.17.0.2 --to 198.51.100.10 --in docker0 --answers ens6");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, InterruptedException {
        checkFamilies(arguments);
        ExplainView.Packet packet = new ExplainView.Packet(
                value(arguments, FROM).map(text -> address(arguments, FROM, text)),
                value(arguments, TO).map(text -> address(arguments, TO, text)).orElseThrow(),
                value(arguments, IN),
                value(arguments, OUT),
                value(arguments, MARK).map(text -> mark(arguments, text)).orElse(0L),
                value(arguments, ANSWERS));
        if (packet.in().isPresent() && packet.from().isEmpty()) {
            throw wrong(arguments, "a packet that comes in has a source: give " + FROM + " ADDR too");
        }
        Optional<SavedOperations> saved = SnapshotFile.operations(arguments, SNAPSHOT);
        ExplainView explained = saved.isPresent()
                ? SnapshotFile.ask(saved.get(), each -> each.explain(packet))
                : Host.ask(surroundings, operations -> operations.explain(packet));
        Terminal out = surroundings.out();
        out.stream()
                .print(
                        Shape.wantsJson(arguments)
                                ? Json.pretty(explained)
                                : ExplainText.of(explained, out.styles(), out.width()));
        return Exit.OK;
    }

    private static void checkFamilies(ParseResult arguments) {
        Optional<Ip> from = value(arguments, FROM).flatMap(Ip::tryParse);
        Optional<Ip> to = value(arguments, TO).flatMap(Ip::tryParse);
        if (from.isPresent()
                && to.isPresent()
                && from.get().family() != to.get().family()) {
            throw wrong(
                    arguments,
                    FROM + " " + from.get() + " and " + TO + " " + to.get() + " are not of one address family");
        }
    }

    private static Optional<String> value(ParseResult arguments, String option) {
        return Optional.ofNullable(arguments.<String>matchedOptionValue(option, null));
    }

    private static String address(ParseResult arguments, String option, String text) {
        return Ip.tryParse(text)
                .map(Ip::toString)
                .orElseThrow(() -> wrong(arguments, option + " takes an address such as 10.0.2.20, not " + text));
    }

    private static long mark(ParseResult arguments, String text) {
        try {
            return Integer.toUnsignedLong(Integer.parseUnsignedInt(
                    text.startsWith("0x") ? text.substring(2) : text, text.startsWith("0x") ? 16 : 10));
        } catch (NumberFormatException _) {
            throw wrong(arguments, MARK + " takes a number of 32 bits such as 0x80, not " + text);
        }
    }

    private static ParameterException wrong(ParseResult arguments, String what) {
        return new ParameterException(arguments.commandSpec().commandLine(), what);
    }
}
