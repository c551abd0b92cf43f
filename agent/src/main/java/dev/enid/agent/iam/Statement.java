package dev.enid.agent.iam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A statement that allows something: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html.
 *
 * @param sid unique in the policy; letters and digits
 * @param actions such as {@code ec2:DescribeInstances}
 * @param resources ARNs, or {@code *}
 * @param conditions all of which have to hold
 */
public record Statement(String sid, List<String> actions, List<String> resources, List<Condition> conditions) {

    public Statement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
    }

    /** By the keys of IAM's grammar, in its order. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Sid", sid);
        json.put("Effect", "Allow");
        json.put("Action", actions);
        json.put("Resource", resources);
        if (!conditions.isEmpty()) {
            Map<String, String> equal = new LinkedHashMap<>();
            conditions.forEach(each -> equal.put(each.key(), each.value()));
            json.put("Condition", Map.of("StringEquals", equal));
        }
        return json;
    }
}
