package dev.enid.lab.command;

import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.settings.Suggestion;
import dev.enid.core.ip.Quoted;
import dev.enid.lab.fabric.LabHome;
import dev.enid.lab.server.LabAnswer;
import dev.enid.lab.server.LabClient;
import dev.enid.lab.server.LabFiles;
import dev.enid.lab.server.LabRequest;
import dev.enid.lab.server.LabView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The labs of this user, for commands. */
final class Labs {

    /** The lab that is meant where none is named. */
    static final String DEFAULT = "lab";

    private static final String OPTION = "--lab";

    private final LabHome home;

    private Labs(LabHome home) {
        this.home = home;
    }

    static Labs of(Surroundings surroundings) throws IOException {
        return new Labs(LabHome.standard(surroundings.environment()));
    }

    LabHome home() {
        return home;
    }

    static OptionSpec option() {
        return Shape.option(OPTION, "NAME", "The lab; without it, the one called " + DEFAULT + ".")
                .build();
    }

    static String named(ParseResult arguments) {
        return arguments.matchedOptionValue(OPTION, DEFAULT);
    }

    LabFiles files(String lab) throws CommandFailed {
        try {
            return LabFiles.of(home, lab);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(Exit.USAGE, String.valueOf(e.getMessage()));
        }
    }

    /** Fails where the lab is not up, and says what to do. */
    void checkUp(String lab) throws CommandFailed, IOException {
        // A name that no lab can have is a slip of the hand.
        files(lab);
        if (home.isUp(lab)) {
            return;
        }
        List<String> names = up();
        String there = names.isEmpty() ? "none is" : "up: " + String.join(", ", names);
        String start = "enid lab up" + (lab.equals(DEFAULT) ? "" : " " + lab);
        String then = home.names().contains(lab)
                ? crashed(lab, start)
                : Suggestion.of(lab, names)
                        .map(each -> "did you mean \"" + each + "\"?")
                        .orElse(start + " starts it");
        throw new CommandFailed(Exit.FAILURE, "lab " + lab + " is not up (" + there + ")", then);
    }

    private String crashed(String lab, String start) throws CommandFailed, IOException {
        Path log = files(lab).log();
        boolean said = Files.exists(log) && Files.size(log) > 0;
        return "its process has died" + (said ? " (" + log + " says why)" : "") + "; " + start
                + " brings it back as it was, with its instances rebooted";
    }

    /** Nothing of that name is there, up or crashed. */
    CommandFailed notThere(String lab) throws IOException {
        List<String> names = home.names();
        return new CommandFailed(
                Exit.FAILURE,
                "there is no lab " + lab,
                Suggestion.of(lab, names)
                        .map(each -> "did you mean \"" + each + "\"?")
                        .orElse(names.isEmpty() ? "none is up" : "there is " + String.join(", ", names)));
    }

    List<String> up() throws IOException {
        List<String> up = new java.util.ArrayList<>();
        for (String name : home.names()) {
            if (home.isUp(name)) {
                up.add(name);
            }
        }
        return up;
    }

    /** Asks a lab that is up. */
    LabView ask(String lab, LabRequest request) throws CommandFailed, IOException {
        checkUp(lab);
        try (LabClient client = connect(lab)) {
            return lab(client.ask(request));
        }
    }

    /** To a lab whose process lives. */
    LabClient connect(String lab) throws CommandFailed {
        try {
            return LabClient.connect(files(lab));
        } catch (IOException _) {
            throw notReady(lab);
        }
    }

    /** The process of the lab lives, and there is nothing to be had of it. */
    static CommandFailed notReady(String lab) {
        return new CommandFailed(
                Exit.FAILURE,
                "lab " + lab + " does not answer",
                "it comes up or goes down at this moment, or it is that of enid lab demo, which ends by itself");
    }

    static LabView lab(LabAnswer answer) throws CommandFailed {
        if (!answer.ok()) {
            boolean usage = answer.code().equals(LabAnswer.USAGE);
            String code = usage || answer.code().equals(LabAnswer.FAILED) ? "" : answer.code() + ": ";
            throw new CommandFailed(usage ? Exit.USAGE : Exit.FAILURE, code + answer.message());
        }
        return answer.lab().orElseThrow(() -> new CommandFailed(Exit.FAILURE, "the lab did not say how it is"));
    }

    /** The ENI of that name, id or MAC address; the lab knew it. */
    static LabView.EniView eni(LabView lab, String name) throws CommandFailed {
        return java.util.stream.Stream.concat(
                        lab.instances().stream().flatMap(each -> each.enis().stream()), lab.detached().stream())
                .filter(eni -> eni.name().equals(name)
                        || eni.id().equals(name)
                        || eni.mac().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailed(Exit.FAILURE, "no ENI " + Quoted.of(name)));
    }
}
