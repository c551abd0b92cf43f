package dev.enid.lab.ec2;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The filters of a request: all of them have to hold, each by one of its values, in which {@code *} and {@code ?} are
 * wildcards (EC2 User Guide, "List and filter your resources").
 */
final class Filters {

    private record Filter(String name, List<Pattern> values) {}

    private final List<Filter> filters;

    private Filters(List<Filter> filters) {
        this.filters = filters;
    }

    /**
     * Those of the request.
     *
     * @param known the names there are, beside {@code tag:KEY} and {@code tag-key}
     * @throws Ec2Fault for another name, as the API has it
     */
    static Filters of(Query query, Collection<String> known) throws Ec2Fault {
        List<Filter> filters = new ArrayList<>();
        for (Query each : query.members("Filter")) {
            String name = each.required("Name");
            if (!known.contains(name) && !name.startsWith("tag:") && !name.equals("tag-key")) {
                throw Ec2Fault.of("InvalidParameterValue", "The filter '" + name + "' is invalid");
            }
            List<Pattern> values = new ArrayList<>();
            for (String value : each.list("Value")) {
                values.add(pattern(value));
            }
            filters.add(new Filter(name, values));
        }
        return new Filters(filters);
    }

    private static Pattern pattern(String value) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '\\' -> regex.append(Pattern.quote(i + 1 < value.length() ? value.substring(++i, i + 1) : "\\"));
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** @param values what a thing has under a filter's name: none, one or several */
    boolean take(Function<String, Collection<String>> values, Map<String, String> tags) {
        return filters.stream()
                .allMatch(filter -> of(filter.name, values, tags).stream()
                        .anyMatch(value -> filter.values.stream()
                                .anyMatch(each -> each.matcher(value).matches())));
    }

    private static Collection<String> of(
            String name, Function<String, Collection<String>> values, Map<String, String> tags) {
        if (name.equals("tag-key")) {
            return tags.keySet();
        }
        return name.startsWith("tag:")
                ? Optional.ofNullable(tags.get(name.substring("tag:".length())))
                        .map(List::of)
                        .orElseGet(List::of)
                : values.apply(name);
    }
}
