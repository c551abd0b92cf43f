package dev.enid.lab.ec2;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parameters of a request: names and values, where {@code Filter.1.Value.2} is the second value of the first filter (EC2
 * Developer Guide, "Query requests").
 *
 * @param path what stood before the names, for messages
 */
record Query(String path, SortedMap<String, String> parameters) {

    private static final int MOST_PARAMETERS = 5000;

    /**
     * Reads a form.
     *
     * @param form {@code Action=DescribeVpcs&Version=2016-11-15}, percent-encoded
     * @throws Ec2Fault when it is none
     */
    static Query parse(String form) throws Ec2Fault {
        SortedMap<String, String> parameters = new TreeMap<>();
        for (String pair : form.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (parameters.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw Ec2Fault.of("InvalidParameter", "The parameter " + name + " is there twice");
            }
            if (parameters.size() > MOST_PARAMETERS) {
                throw Ec2Fault.of("InvalidParameter", "More than " + MOST_PARAMETERS + " parameters");
            }
        }
        return new Query("", parameters);
    }

    private static String decode(String text) throws Ec2Fault {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            // What XML 1.0 cannot hold would make every answer that tells of it unreadable.
            if (decoded.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r')) {
                throw Ec2Fault.of("InvalidParameterValue", "A parameter has control characters");
            }
            return decoded;
        } catch (IllegalArgumentException e) {
            throw Ec2Fault.of("MalformedQueryString", "The query string is not percent-encoded: " + e.getMessage());
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    String required(String name) throws Ec2Fault {
        Optional<String> text = text(name).filter(each -> !each.isEmpty());
        if (text.isEmpty()) {
            throw Ec2Fault.missing(path + name);
        }
        return text.get();
    }

    /** Whether it is there, and true. */
    boolean flag(String name) throws Ec2Fault {
        return bool(name).orElse(false);
    }

    Optional<Boolean> bool(String name) throws Ec2Fault {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (text.get()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw Ec2Fault.invalid(path + name, text.get(), "It should be true or false.");
        };
    }

    OptionalInt number(String name) throws Ec2Fault {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text.get()));
        } catch (NumberFormatException _) {
            throw Ec2Fault.invalid(path + name, text.get(), "It should be an integer.");
        }
    }

    /** The values of {@code NAME.1}, {@code NAME.2} and so on, in that order. */
    List<String> list(String name) throws Ec2Fault {
        List<String> values = new ArrayList<>();
        for (Query each : members(name)) {
            values.add(each.required(""));
        }
        return values;
    }

    /** What stands below {@code NAME.1}, {@code NAME.2} and so on; a value itself is named by nothing. */
    List<Query> members(String name) throws Ec2Fault {
        String prefix = name + ".";
        SortedMap<Integer, SortedMap<String, String>> byIndex = new TreeMap<>();
        for (Map.Entry<String, String> each : parameters.tailMap(prefix).entrySet()) {
            if (!each.getKey().startsWith(prefix)) {
                break;
            }
            String rest = each.getKey().substring(prefix.length());
            int dot = rest.indexOf('.');
            byIndex.computeIfAbsent(index(prefix, dot < 0 ? rest : rest.substring(0, dot)), _ -> new TreeMap<>())
                    .put(dot < 0 ? "" : rest.substring(dot + 1), each.getValue());
        }
        List<Query> members = new ArrayList<>();
        byIndex.forEach((index, below) -> members.add(new Query(path + prefix + index + ".", below)));
        return members;
    }

    private int index(String prefix, String text) throws Ec2Fault {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw Ec2Fault.of("InvalidParameter", "The parameter " + path + prefix + text + " is not recognized");
        }
    }
}
