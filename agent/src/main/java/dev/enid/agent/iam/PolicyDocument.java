package dev.enid.agent.iam;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An IAM policy of an identity: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html.
 *
 * @param statements each of which allows something
 */
public record PolicyDocument(List<Statement> statements) {

    /** The current version of the language, and the one with policy variables. */
    private static final String VERSION = "2012-10-17";

    public PolicyDocument {
        statements = List.copyOf(statements);
    }

    /**
     * The least policy for moves: one statement for all that is read, and one for each set of resource types that is changed.
     * Actions that take the same resource types share a statement, so that no action may touch a type it is not about.
     *
     * @throws IllegalArgumentException when there is no purpose: IAM takes no policy without a statement
     */
    public static PolicyDocument of(Set<Purpose> purposes, Scope scope) {
        if (purposes.isEmpty()) {
            throw new IllegalArgumentException("a policy for nothing");
        }
        Map<List<ResourceType>, List<Ec2Action>> byResources = purposes.stream()
                .flatMap(each -> each.actions().stream())
                .distinct()
                .sorted()
                .collect(groupingBy(Ec2Action::resourceTypes, LinkedHashMap::new, toList()));
        return new PolicyDocument(byResources.entrySet().stream()
                .map(each -> statement(each.getKey(), each.getValue(), scope))
                .toList());
    }

    private static Statement statement(List<ResourceType> types, List<Ec2Action> actions, Scope scope) {
        List<String> names = actions.stream().map(Ec2Action::text).toList();
        return types.isEmpty()
                ? new Statement("EnidDescribe", names, List.of("*"), listOf(region(scope)))
                : new Statement(
                        types.stream().map(ResourceType::sid).collect(joining("", "EnidChange", "")),
                        names,
                        types.stream().map(each -> each.arn(scope)).toList(),
                        listOf(scope.tag().map(Tag::condition)));
    }

    /** Where an ARN names the region, no condition has to; what is only read has none. */
    private static Optional<Condition> region(Scope scope) {
        return scope.region().map(each -> new Condition("ec2:Region", each));
    }

    private static List<Condition> listOf(Optional<Condition> condition) {
        return condition.stream().toList();
    }

    /** By the keys of IAM's grammar, in its order. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Version", VERSION);
        json.put("Statement", statements.stream().map(Statement::json).toList());
        return json;
    }
}
