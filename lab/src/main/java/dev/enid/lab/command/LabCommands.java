package dev.enid.lab.command;

import dev.enid.agent.cli.CommandProvider;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code enid lab}, which the program finds where the lab is on its class path. */
public final class LabCommands implements CommandProvider {

    /** For {@link java.util.ServiceLoader}. */
    public LabCommands() {}

    @Override
    public CommandSpec command(Surroundings surroundings) {
        CommandSpec lab = Shape.group(
                "lab",
                "A VPC on this machine, in network namespaces: with ENIs, a metadata service and its faults, and the EC2 API.");
        List.of(
                        new UpCommand(surroundings).spec(),
                        new DownCommand(surroundings).spec(),
                        new RestartCommand(surroundings).spec(),
                        new ListCommand(surroundings).spec(),
                        new ShowCommand(surroundings).spec(),
                        new ExecCommand(surroundings).spec(),
                        new EnvCommand(surroundings).spec(),
                        new AttachCommand(surroundings).spec(),
                        new DetachCommand(surroundings).spec(),
                        new AssignCommand(surroundings).spec(),
                        new UnassignCommand(surroundings).spec(),
                        FaultCommand.group(surroundings),
                        ScenarioCommand.spec(surroundings),
                        new DemoCommand(surroundings).spec(),
                        new ServeCommand(surroundings).spec())
                .forEach(each -> lab.addSubcommand(each.name(), each));
        return Shape.withExamples(
                lab,
                "enid lab up                             # two instances, and a client outside",
                "enid lab exec web -- enid status        # a command in an instance",
                "enid lab attach web web-1               # plug an ENI in",
                "enid lab exec client -- ping 10.0.2.20  # from outside of the VPC",
                "eval \"$(enid lab env)\"                # and aws ec2 describe-network-interfaces asks the lab",
                "enid lab fault imds outage on           # what the metadata service can do wrong",
                "enid lab fault ec2 throttle 1/s         # and what the EC2 API can",
                "enid lab down                           # nothing is left",
                "enid lab scenario list                  # what goes wrong elsewhere, to be played here",
                "enid lab demo                           # the tour: every promise, tried from outside");
    }
}
