package dev.enid.lab.scenario;

import dev.enid.agent.settings.Suggestion;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Quoted;
import dev.enid.lab.ec2.ApiFault;
import dev.enid.lab.fault.FaultWords;
import dev.enid.lab.imds.FaultSpec;
import dev.enid.lab.topology.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Reads what expectations say, and what is remembered. */
final class ClaimReader {

    /** RFC 862: every machine of a lab that plays a scenario answers there. */
    static final int ECHO = 7;

    /** Shown where nothing of a claim is understood. */
    private static final String FORMS =
            "MACHINE reaches ADDRESS|ENI..., INSTANCE is converged, plan of INSTANCE is empty, "
                    + "status|plan|log|ours|others of INSTANCE contains TEXT, exec MACHINE -- COMMAND, NAME is unchanged, "
                    + "imds requests of INSTANCE <= N, imds|ec2 FAULT met >= N";

    private final Optional<Names> names;
    private final Map<String, Observation> remembered;
    private final List<Problem> problems;

    ClaimReader(Optional<Names> names, Map<String, Observation> remembered, List<Problem> problems) {
        this.names = names;
        this.remembered = remembered;
        this.problems = problems;
    }

    /**
     * Reads a claim.
     *
     * @param below conditions
     * @throws IllegalArgumentException saying what is wrong
     */
    Claim read(List<String> words, List<Line> below) {
        Claim claim = claim(words, below);
        if (!(claim instanceof Claim.Says) && !below.isEmpty()) {
            throw new IllegalArgumentException("the lines below it belong to nothing: this expectation takes none");
        }
        return claim;
    }

    private Claim claim(List<String> words, List<Line> below) {
        if (words.isEmpty()) {
            throw Text.expected(FORMS);
        }
        if (words.getFirst().equals("exec")) {
            return new Claim.Says(output(words), conditions(below));
        }
        if (words.size() > 2 && words.get(1).equals("of") && isAspect(words.getFirst())) {
            return aspect(words, below);
        }
        int comparison = comparison(words);
        if (comparison > 0) {
            return counts(words, comparison);
        }
        List<String> end = words.subList(1, words.size());
        if (end.equals(List.of("is", "unchanged"))) {
            return new Claim.Unchanged(known(words.getFirst()));
        }
        if (end.equals(List.of("is", "converged"))) {
            instance(words.getFirst());
            return new Claim.Converged(words.getFirst());
        }
        if (starts(end, "reaches")) {
            return reaches(words.getFirst(), end.subList(1, end.size()), true);
        }
        if (starts(end, "does", "not", "reach")) {
            return reaches(words.getFirst(), end.subList(3, end.size()), false);
        }
        throw notUnderstood(words);
    }

    private static IllegalArgumentException notUnderstood(List<String> words) {
        List<String> known = List.of("reaches", "does", "is", "of");
        Optional<String> meant = words.size() < 2 || known.contains(words.get(1))
                ? Optional.empty()
                : Suggestion.of(words.get(1), known);
        return meant.map(each -> new IllegalArgumentException(
                        Quoted.of(words.get(1)) + " is not known here; did you mean \"" + each + "\"?"))
                .orElseGet(() -> Text.expected(FORMS));
    }

    private static boolean starts(List<String> words, String... start) {
        return words.size() >= start.length && words.subList(0, start.length).equals(Arrays.asList(start));
    }

    /** What can be remembered: a text, or a count. */
    Observation observation(List<String> words) {
        if (words.getFirst().equals("exec")) {
            return output(words);
        }
        if (words.size() == 3 && words.get(1).equals("of") && isAspect(words.getFirst())) {
            return of(words);
        }
        return count(words);
    }

    private Observation.Output output(List<String> words) {
        List<String> command = Text.command(words, "exec MACHINE");
        names.ifPresent(known -> {
            known.machine(words.get(1));
            known.places(command);
        });
        return new Observation.Output(words.get(1), command);
    }

    private static boolean isAspect(String word) {
        return Stream.of(Observation.Aspect.values())
                .anyMatch(each -> each.word().equals(word));
    }

    private Observation.Of of(List<String> words) {
        instance(words.get(2));
        return new Observation.Of(Text.one(words.getFirst(), Observation.Aspect.class), words.get(2));
    }

    private Claim aspect(List<String> words, List<Line> below) {
        Observation.Of what = of(words);
        List<String> rest = words.subList(3, words.size());
        if (rest.isEmpty()) {
            List<Condition> conditions = conditions(below);
            if (conditions.isEmpty() && below.isEmpty()) {
                throw Text.expected(
                        String.join(" ", words) + " contains TEXT, or lines such as \"contains TEXT\" below it");
            }
            return new Claim.Says(what, conditions);
        }
        if (what.aspect() == Observation.Aspect.PLAN && rest.equals(List.of("is", "empty"))) {
            return new Claim.NothingPlanned(what.instance());
        }
        List<Condition> conditions = new ArrayList<>(List.of(condition(rest)));
        conditions.addAll(conditions(below));
        return new Claim.Says(what, conditions);
    }

    private List<Condition> conditions(List<Line> lines) {
        List<Condition> conditions = new ArrayList<>();
        for (Line line : lines) {
            try {
                conditions.add(condition(Words.of(line.text())));
                if (line.hasBlock()) {
                    throw new IllegalArgumentException("a condition takes no lines below it");
                }
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(line.number(), "", String.valueOf(e.getMessage())));
            }
        }
        return conditions;
    }

    private static Condition condition(List<String> words) {
        String rest = String.join(" ", words.subList(1, words.size()));
        if (words.equals(List.of("is", "empty"))) {
            return new Condition.Empty();
        }
        if (rest.isEmpty()) {
            throw Text.expected("contains TEXT, lacks TEXT, matches EXPRESSION, is empty or exit N");
        }
        return switch (words.getFirst()) {
            case "contains" -> new Condition.Contains(rest);
            case "lacks" -> new Condition.Lacks(rest);
            case "exit" -> new Condition.ExitCode(Text.number(rest));
            case "matches" -> {
                try {
                    yield new Condition.Matches(Pattern.compile(rest));
                } catch (PatternSyntaxException e) {
                    throw new IllegalArgumentException("is no regular expression: " + e.getDescription(), e);
                }
            }
            default ->
                throw Text.unknown(words.getFirst(), List.of("contains", "lacks", "matches", "is empty", "exit"));
        };
    }

    private static int comparison(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            if (sign(words.get(i)).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<Claim.Comparison> sign(String word) {
        return Stream.of(Claim.Comparison.values())
                .filter(each -> each.sign().equals(word))
                .findFirst();
    }

    private Claim counts(List<String> words, int at) {
        if (words.size() != at + 2) {
            throw Text.expected("a number after " + words.get(at));
        }
        List<String> what = words.subList(0, at);
        Optional<String> since = Optional.empty();
        int size = what.size();
        if (size > 2 && what.get(size - 2).equals("since")) {
            since = Optional.of(known(what.get(size - 1)));
            what = what.subList(0, size - 2);
        }
        Observation.Count count = count(what);
        Optional<String> other = since.filter(name -> !count.equals(remembered.get(name)));
        if (other.isPresent()) {
            throw new IllegalArgumentException(other.get() + " is not what was counted there: \"remember " + other.get()
                    + " = " + String.join(" ", what) + "\" has to stand before");
        }
        return new Claim.Counts(count, since, sign(words.get(at)).orElseThrow(), Text.number(words.get(at + 1)));
    }

    private Observation.Count count(List<String> words) {
        if (words.size() == 3
                && words.getFirst().equals("processes")
                && words.get(1).equals("of")) {
            names.ifPresent(known -> known.machine(words.get(2)));
            return new Observation.Processes(words.get(2));
        }
        if (words.size() == 4 && words.getFirst().equals("imds") && words.get(2).equals("of")) {
            instance(words.get(3));
            return new Observation.Asked(Text.one(words.get(1), Observation.Traffic.class), words.get(3));
        }
        if (words.size() == 3 && words.get(2).equals("met")) {
            return met(words.getFirst(), words.get(1));
        }
        throw Text.expected(
                "imds requests|tokens|connections of INSTANCE, imds|ec2 FAULT met, processes of MACHINE, exec MACHINE -- COMMAND, "
                        + "or status|plan|log|ours|others of INSTANCE");
    }

    private static Observation.Count met(String service, String kind) {
        Observation.Service which = Text.one(service, Observation.Service.class);
        List<String> kinds = switch (which) {
            case IMDS -> FaultWords.words(FaultSpec.Kind.class);
            case EC2 -> FaultWords.words(ApiFault.Kind.class);
        };
        if (!kinds.contains(kind)) {
            throw Text.unknown(kind, kinds);
        }
        return new Observation.Met(which, kind);
    }

    private Claim reaches(String from, List<String> rest, boolean reached) {
        names.ifPresent(known -> known.machine(from));
        List<String> to = new ArrayList<>();
        Claim.Manner manner = Claim.Manner.TCP;
        int port = ECHO;
        Optional<Ip> source = Optional.empty();
        for (int i = 0; i < rest.size(); i++) {
            String word = rest.get(i);
            switch (word) {
                case "by", "port", "from" -> {
                    if (++i == rest.size()) {
                        throw Text.expected("something after " + word);
                    }
                    switch (word) {
                        case "by" -> manner = Text.one(rest.get(i), Claim.Manner.class);
                        case "port" -> port = Math.clamp(Text.number(rest.get(i)), 1, 65_535);
                        default -> source = Optional.of(Ip.parse(rest.get(i)));
                    }
                }
                default -> {
                    names.ifPresent(known -> known.target(word));
                    to.add(word);
                }
            }
        }
        if (to.isEmpty()) {
            throw Text.expected("MACHINE reaches ADDRESS|ENI... [by tcp|ping] [port N] [from ADDRESS]");
        }
        return new Claim.Reaches(from, to, manner, port, source, reached);
    }

    private void instance(String name) {
        names.ifPresent(known -> known.instance(name));
    }

    private String known(String name) {
        if (!remembered.containsKey(name)) {
            throw new IllegalArgumentException("nothing was remembered as " + Quoted.of(name)
                    + Suggestion.of(name, remembered.keySet())
                            .map(meant -> "; did you mean \"" + meant + "\"?")
                            .orElse(": \"remember " + name + " = WHAT\" has to stand before"));
        }
        return name;
    }
}
