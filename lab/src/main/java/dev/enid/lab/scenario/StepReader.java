package dev.enid.lab.scenario;

import dev.enid.lab.topology.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads steps. What is wrong with one becomes a problem of its line, and reading goes on with the next. */
final class StepReader {

    private static final String EXEC = "exec";
    private static final String BACKGROUND = "background";
    private static final String DAEMON = "daemon";
    private static final String STOP = "stop";
    private static final String KILL = "kill";
    private static final String FILE = "file";
    private static final String REMEMBER = "remember";
    private static final String EXPECT = "expect";
    private static final String THROUGHOUT = "throughout";
    private static final Set<String> OWN =
            Set.of(EXEC, BACKGROUND, DAEMON, STOP, KILL, FILE, REMEMBER, EXPECT, THROUGHOUT);

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    /** A machine's own; everything else belongs to the machine underneath. */
    private static final Pattern OWN_FILE = Pattern.compile("/(etc|run)(/[A-Za-z0-9_.-]*[A-Za-z0-9_-])+");

    private final Vocabulary vocabulary;
    private final Optional<Names> names;
    private final List<Problem> problems;
    /** What was remembered, by its name. */
    private final Map<String, Observation> remembered = new HashMap<>();

    /** @param names empty where they are not known */
    StepReader(Vocabulary vocabulary, Optional<Names> names, List<Problem> problems) {
        this.vocabulary = vocabulary;
        this.names = names;
        this.problems = problems;
    }

    List<Entry> read(List<Line> lines) {
        List<Entry> entries = new ArrayList<>();
        for (Line line : lines) {
            try {
                entries.add(new Entry(line.number(), Words.withoutComment(line.text()), step(line)));
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(line.number(), "", String.valueOf(e.getMessage())));
            }
        }
        return entries;
    }

    private Step step(Line line) {
        List<String> words = Words.of(line.text());
        String verb = words.getFirst();
        if (line.hasBlock() && !Set.of(EXPECT, THROUGHOUT, FILE).contains(verb)) {
            throw new IllegalArgumentException("the lines below it belong to nothing: " + verb + " takes none");
        }
        return switch (verb) {
            case EXEC -> new Step.Exec(machine(words), command(words, "exec MACHINE"));
            case BACKGROUND -> new Step.Background(machine(words), command(words, "background MACHINE"));
            case DAEMON -> new Step.StartDaemon(instance(words, 2, 1, "daemon INSTANCE"));
            case STOP, KILL -> {
                String form = verb + " daemon INSTANCE";
                if (words.size() < 2 || !words.get(1).equals(DAEMON)) {
                    throw Text.expected(form);
                }
                yield new Step.StopDaemon(instance(words, 3, 2, form), verb.equals(KILL));
            }
            case FILE -> file(words, line);
            case REMEMBER -> remember(words);
            case EXPECT -> expect(words.subList(1, words.size()), line);
            case THROUGHOUT -> throughout(words.subList(1, words.size()), line);
            default -> labCommand(words);
        };
    }

    private Step labCommand(List<String> words) {
        String verb = words.getFirst();
        if (!vocabulary.verbs().contains(verb)) {
            if (ScenarioReader.headWords().contains(verb)) {
                throw new IllegalArgumentException(verb + " has to stand before all steps");
            }
            Set<String> known = new TreeSet<>(OWN);
            known.addAll(vocabulary.verbs());
            throw Text.unknown(verb, known);
        }
        Vocabulary.Named named = vocabulary.check(Names.filled(words));
        names.ifPresent(known -> {
            known.places(words);
            named.instance().ifPresent(known::instance);
            named.eni().ifPresent(known::eni);
        });
        return new Step.LabCommand(words);
    }

    private String machine(List<String> words) {
        if (words.size() < 2) {
            throw Text.expected(words.getFirst() + " MACHINE -- COMMAND ARGUMENT...");
        }
        names.ifPresent(known -> known.machine(words.get(1)));
        return words.get(1);
    }

    private List<String> command(List<String> words, String form) {
        List<String> command = Text.command(words, form);
        names.ifPresent(known -> known.places(command));
        return command;
    }

    private String instance(List<String> words, int count, int at, String form) {
        if (words.size() != count) {
            throw Text.expected(form);
        }
        names.ifPresent(known -> known.instance(words.get(at)));
        return words.get(at);
    }

    private Step file(List<String> words, Line line) {
        if (words.size() != 3) {
            throw Text.expected("file MACHINE PATH, and its lines below, indented");
        }
        names.ifPresent(known -> known.machine(words.get(1)));
        String path = words.get(2);
        if (!OWN_FILE.matcher(path).matches()) {
            throw new IllegalArgumentException("a machine has files of its own in /etc and /run alone");
        }
        return new Step.WriteFile(words.get(1), path, line.block());
    }

    private Step remember(List<String> words) {
        String form = "remember NAME = WHAT";
        if (words.size() < 4 || !words.get(2).equals("=")) {
            throw Text.expected(form);
        }
        String name = words.get(1);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a name is made of a-z, 0-9 and -, and begins with a letter");
        }
        Observation what = claims().observation(words.subList(3, words.size()));
        remembered.put(name, what);
        return new Step.Remember(name, what);
    }

    private Step expect(List<String> words, Line line) {
        Patience patience = new Patience.Now();
        List<String> claim = words;
        if (words.size() > 2 && Set.of("within", "for").contains(words.getFirst())) {
            var time = Text.time(words.get(1));
            patience = words.getFirst().equals("within") ? new Patience.Within(time) : new Patience.For(time);
            claim = words.subList(2, words.size());
        }
        return new Step.Expect(patience, claims().read(claim, line.lines(problems)));
    }

    private Step throughout(List<String> words, Line line) {
        int losses = 0;
        List<String> claim = words;
        if (words.size() > 3 && words.getFirst().equals("losing")) {
            if (!words.subList(1, 3).equals(List.of("at", "most"))) {
                throw Text.expected("throughout losing at most N MACHINE reaches ...");
            }
            losses = Text.number(words.get(3));
            claim = words.subList(4, words.size());
        }
        if (!(claims().read(claim, List.of()) instanceof Claim.Reaches reaches)
                || !reaches.reached()
                || reaches.manner() != Claim.Manner.TCP) {
            throw Text.expected("throughout [losing at most N] MACHINE reaches ADDRESS|ENI...");
        }
        if (!line.hasBlock()) {
            throw new IllegalArgumentException("throughout what? the steps stand below it, indented");
        }
        return new Step.Throughout(reaches, losses, read(line.lines(problems)));
    }

    private ClaimReader claims() {
        return new ClaimReader(names, remembered, problems);
    }
}
