package dev.enid.agent.cli;

import dev.enid.agent.files.FileWriter;
import dev.enid.agent.json.Json;
import dev.enid.agent.operations.SavedOperations;
import dev.enid.agent.settings.Suggestion;
import dev.enid.core.file.Backend;
import dev.enid.core.file.HostFile;
import dev.enid.core.ip.Quoted;
import dev.enid.core.plan.FileStep;
import dev.enid.core.plan.Outcome;
import dev.enid.core.report.RenderText;
import dev.enid.core.report.RenderView;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code enid render}. */
final class RenderCommand implements Command {

    private static final String BACKEND = "--backend";
    private static final String OUT = "--out";
    private static final String FROM = "--from";

    private static final List<String> BACKENDS =
            Arrays.stream(Backend.values()).map(Backend::word).toList();
    private static final int OCTAL = 8;

    private final Surroundings surroundings;

    RenderCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command(
                "render", "Print the files that enid would write for a network manager. Nothing is changed.", this));
        spec.addOption(
                Shape.option(BACKEND, "NAME", String.join(", ", BACKENDS) + "; without it, the one that is in force.")
                        .build());
        spec.addOption(Shape.option(OUT, "DIR", "Write them below this directory, which must be new or empty.")
                .build());
        spec.addOption(SnapshotFile.option(FROM));
        return Shape.withExamples(
                spec,
                "enid render --backend networkd",
                "enid render --backend ifcfg --out files",
                "enid render --from web.json --json | jq -r '.files[].path'");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed {
        Optional<Backend> backend = value(arguments, BACKEND).map(name -> backend(arguments, name));
        Optional<String> directory = value(arguments, OUT);
        if (directory.isPresent()) {
            mustBeEmpty(directory.get());
        }
        Optional<SavedOperations> saved = SnapshotFile.operations(arguments, FROM);
        RenderView render = saved.isPresent()
                ? SnapshotFile.ask(saved.get(), each -> each.render(backend))
                : Host.look(surroundings, host -> host.render(backend));
        if (directory.isPresent()) {
            write(render, directory.get());
        }
        Terminal out = surroundings.out();
        out.stream()
                .print(
                        Shape.wantsJson(arguments)
                                ? Json.pretty(render)
                                : directory
                                        .map(each -> RenderText.written(render, each, out.styles(), out.width()))
                                        .orElseGet(() -> RenderText.of(render, out.styles(), out.width())));
        return Exit.OK;
    }

    private static Optional<String> value(ParseResult arguments, String option) {
        return Optional.ofNullable(arguments.<String>matchedOptionValue(option, null));
    }

    private static Backend backend(ParseResult arguments, String name) {
        return Backend.parse(name)
                .orElseThrow(() -> new ParameterException(
                        arguments.commandSpec().commandLine(),
                        "there is no backend " + Quoted.of(name)
                                + Suggestion.of(name, BACKENDS)
                                        .map(each -> "; did you mean \"" + each + "\"?")
                                        .orElse("; there are " + String.join(", ", BACKENDS))));
    }

    private static void mustBeEmpty(String directory) throws CommandFailed {
        try {
            Path path = Path.of(directory);
            if (!Files.exists(path)) {
                return;
            }
            try (Stream<Path> entries = Files.list(path)) {
                if (entries.findAny().isPresent()) {
                    throw failed(directory, "it is not empty");
                }
            }
        } catch (InvalidPathException e) {
            throw failed(directory, "it is no path");
        } catch (IOException e) {
            throw failed(directory, Files.isDirectory(Path.of(directory)) ? "it cannot be read" : "it is no directory");
        }
    }

    private static CommandFailed failed(String directory, String why) {
        return new CommandFailed(
                Exit.FAILURE,
                "nothing was written below " + Quoted.of(directory) + ": " + why,
                OUT + " takes a directory that is not there yet, or is empty");
    }

    private static void write(RenderView render, String directory) throws CommandFailed {
        Path root;
        try {
            root = Files.createDirectories(Path.of(directory)).toAbsolutePath();
        } catch (FileAlreadyExistsException e) {
            throw failed(directory, "it is no directory");
        } catch (IOException e) {
            throw failed(directory, "it cannot be made: " + e.getMessage());
        }
        FileWriter writer = new FileWriter(root);
        for (RenderView.FileView each : render.files()) {
            HostFile file = new HostFile(each.path(), Integer.parseInt(each.mode(), OCTAL), each.text());
            if (writer.apply(new FileStep.Write(file, Optional.empty())) instanceof Outcome.Failed(var fault)) {
                throw new CommandFailed(
                        Exit.FAILURE, "below " + Quoted.of(directory) + ": " + fault, "not all files were written");
            }
        }
    }
}
