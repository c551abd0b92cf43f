package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.settings.Suggestion;
import dev.enid.core.ip.Quoted;
import dev.enid.lab.fabric.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code enid lab exec}: becomes the command, in the instance. There is no process of ours between the command and the
 * person, so that terminal, signals and exit code are its own.
 */
final class ExecCommand implements Command {

    private final Surroundings surroundings;

    ExecCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.command(
                "exec", "Runs a command in an instance, or in a machine outside; without one, a shell.", this);
        // What follows the instance is the command's own.
        spec.parser().stopAtPositional(true);
        spec.addPositional(Shape.parameter("INSTANCE", "Its name."));
        spec.addPositional(PositionalParamSpec.builder()
                .type(List.class)
                .auxiliaryTypes(String.class)
                .index("1..*")
                .arity("0..*")
                .paramLabel("COMMAND")
                .description("With its arguments.")
                .build());
        spec.addOption(Labs.option());
        return Shape.withExamples(
                spec,
                "enid lab exec web -- ip rule",
                "enid lab exec web -- enid plan",
                "enid lab exec web                       # a shell",
                "enid lab exec --lab cards client -- ping -c 3 10.0.2.20");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        Labs labs = Labs.of(surroundings);
        String lab = Labs.named(arguments);
        labs.checkUp(lab);
        List<String> command = new ArrayList<>(arguments.matchedPositionalValue(1, List.<String>of()));
        if (!command.isEmpty() && command.getFirst().equals("--")) {
            command.removeFirst();
        }
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        if (command.isEmpty()) {
            command.add(environment.getOrDefault("SHELL", "/bin/sh"));
        }
        String path = environment.getOrDefault("PATH", Handover.DEFAULT_PATH);
        environment.put("PATH", labs.files(lab).programs() + ":" + path);
        environment.put("ENID_LAB", lab);
        Machine machine = machine(labs, lab, arguments.matchedPositionalValue(0, ""));
        AwsEnvironment.read(labs.files(lab).environment()).ifPresent(aws -> aws.putInto(environment, machine));
        List<String> whole = new ArrayList<>(machine.enterCommand());
        // nsenter forks, to enter the instance's process ids, and hands no signal on: a command in the background would
        // outlive it.
        whole.addAll(List.of("setpriv", "--pdeathsig=TERM", "--"));
        whole.addAll(command);
        throw Handover.to(whole, environment, path);
    }

    private static Machine machine(Labs labs, String lab, String name) throws CommandFailed, IOException {
        List<Machine> machines = labs.home().machines(lab);
        Optional<Machine> found =
                machines.stream().filter(each -> each.name().equals(name)).findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        if (machines.isEmpty()) {
            throw Labs.notReady(lab);
        }
        List<String> names = machines.stream().map(Machine::name).toList();
        throw new CommandFailed(
                Exit.FAILURE,
                "no instance " + Quoted.of(name) + " in lab " + lab
                        + Suggestion.of(name, names)
                                .map(each -> "; did you mean \"" + each + "\"?")
                                .orElse(""),
                "there are " + String.join(", ", names));
    }
}
