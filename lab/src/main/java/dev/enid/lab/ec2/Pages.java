package dev.enid.lab.ec2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A page of a description, {@code MaxResults} long, and the {@code NextToken} to go on with: the id of the last one told, so that
 * what comes or goes between two pages is neither told twice nor passed over.
 *
 * @param next empty at the end
 */
record Pages<T>(List<T> items, Optional<String> next) {

    private static final int FEWEST = 5;
    private static final int MOST = 1000;

    /**
     * Cuts the page out.
     *
     * @param all sorted by {@code id}
     * @param ids whether the request names what it asks for: that and MaxResults exclude each other
     */
    static <T> Pages<T> of(Query query, List<T> all, Function<T, String> id, boolean ids) throws Ec2Fault {
        OptionalInt most = query.number("MaxResults");
        if (most.isPresent() && ids) {
            throw Ec2Fault.of(
                    "InvalidParameterCombination", "The parameter MaxResults cannot be used with a list of ids");
        }
        if (most.isPresent() && (most.getAsInt() < FEWEST || most.getAsInt() > MOST)) {
            throw Ec2Fault.invalid(
                    "MaxResults",
                    Integer.toString(most.getAsInt()),
                    "It should be from " + FEWEST + " to " + MOST + ".");
        }
        List<T> rest = new ArrayList<>(all);
        Optional<String> token = query.text("NextToken");
        if (token.isPresent()) {
            String last = decode(token.get());
            rest.removeIf(each -> id.apply(each).compareTo(last) <= 0);
        }
        if (most.isEmpty() || rest.size() <= most.getAsInt()) {
            return new Pages<>(rest, Optional.empty());
        }
        List<T> page = rest.subList(0, most.getAsInt());
        return new Pages<>(page, Optional.of(encode(id.apply(page.getLast()))));
    }

    private static String encode(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) throws Ec2Fault {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw Ec2Fault.invalid("NextToken", token, "It is none that was given here.");
        }
    }

    /** The answer: a set of items, and the token where there is one. */
    List<Xml> answer(String name, Function<T, List<Xml>> item) {
        List<Xml> answer = new ArrayList<>(List.of(Xml.set(name, items, item)));
        next.ifPresent(token -> answer.add(Xml.of("nextToken", token)));
        return answer;
    }
}
