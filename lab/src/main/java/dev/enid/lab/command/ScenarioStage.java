package dev.enid.lab.command;

import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Surroundings;
import dev.enid.lab.fabric.LabHome;
import dev.enid.lab.imds.LabTime;
import dev.enid.lab.play.Audience;
import dev.enid.lab.play.Player;
import dev.enid.lab.play.ScenarioView;
import dev.enid.lab.scenario.Scenario;
import dev.enid.lab.server.Lab;
import dev.enid.lab.server.LabFiles;
import dev.enid.lab.server.LabRequest;
import dev.enid.lab.server.LabServer;
import dev.enid.lab.server.LabView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a scenario is played: a lab of its own in this process, which other commands reach by its name like any other. */
final class ScenarioStage {

    private final Surroundings surroundings;
    private final LabHome home;
    private final List<String> own;

    /** @param own the command line that starts this very program, without its arguments */
    ScenarioStage(Surroundings surroundings, List<String> own) throws IOException {
        this.surroundings = surroundings;
        this.home = LabHome.standard(surroundings.environment());
        this.own = List.copyOf(own);
    }

    /** What is done when a scenario has been played, and its lab is still up. */
    @FunctionalInterface
    interface Afterwards {
        void look(ScenarioView view, LabServer server) throws InterruptedException;
    }

    /**
     * Plays a scenario. Nothing of it is left when this returns, or when the process ends in between.
     *
     * @param lab the name of the lab, which is no other's
     */
    ScenarioView play(Scenario scenario, String lab, Audience audience, Afterwards afterwards)
            throws CommandFailed, IOException, InterruptedException {
        long start = System.nanoTime();
        LabFiles files = LabFiles.of(home, lab);
        Path scratch = Files.createTempDirectory("enid-scenario-");
        try (Lab up = Lab.up(home, lab, scenario.vpc(), LabTime.system(), new SecureRandom())) {
            Thread interrupted = new Thread(() -> end(up, scratch), "scenario-end");
            Runtime.getRuntime().addShutdownHook(interrupted);
            try (LabServer server = LabServer.start(up, files)) {
                ServeCommand.writePrograms(files, own);
                AwsEnvironment aws = AwsEnvironment.of(up.ec2());
                aws.write(files.environment());
                ScenarioView view = play(scenario, parts(up, files, scratch, aws, audience), start);
                afterwards.look(view, server);
                return view;
            } finally {
                removeHook(interrupted);
            }
        } finally {
            remove(scratch);
        }
    }

    private Player.Parts parts(Lab lab, LabFiles files, Path scratch, AwsEnvironment aws, Audience audience) {
        String name = lab.network().name();
        ScenarioVerbs verbs = new ScenarioVerbs(surroundings);
        return new Player.Parts(
                lab,
                words -> verbs.run(name, words),
                () -> show(name),
                scratch,
                files.programs(),
                (machine, environment) -> {
                    aws.putInto(environment, machine);
                    environment.put("ENID_LAB", name);
                },
                audience);
    }

    private LabView show(String lab) {
        try {
            return Labs.of(surroundings).ask(lab, new LabRequest.Show());
        } catch (CommandFailed e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ScenarioView play(Scenario scenario, Player.Parts parts, long start) throws InterruptedException {
        try (Player player = new Player(scenario, parts)) {
            player.play();
            return new ScenarioView(
                    scenario.name(),
                    scenario.title(),
                    scenario.complaints(),
                    parts.lab().network().name(),
                    scenario.topology(),
                    player.failure().isEmpty(),
                    (System.nanoTime() - start) / 1_000_000,
                    player.steps(),
                    player.failure());
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook does its work.
        }
    }

    private static void end(Lab lab, Path scratch) {
        try {
            lab.close();
            remove(scratch);
        } catch (IOException e) {
            System.err.println("the lab did not end well: " + e);
        }
    }

    private static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
