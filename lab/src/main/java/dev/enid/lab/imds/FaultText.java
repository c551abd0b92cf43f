package dev.enid.lab.imds;

import dev.enid.lab.fault.FaultOrder;
import dev.enid.lab.fault.FaultWords;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Faults as words on a command line: {@code delay 200ms}, {@code error 503 times 3}, {@code outage off}. */
public final class FaultText {

    /** One line for each form, for help texts. */
    public static final List<String> FORMS = List.of(
            "outage on|timeout|refuse|reset     no answer at all; on is timeout",
            "error STATUS                       500, 503 or another instead of every answer",
            "delay TIME                         answers come later: 200ms, 3s",
            "propagation TIME                   changes show later, new ENIs by and by",
            "stale on                           answers stay as they are now",
            "throttle N/s [drop]                more requests of one ENI get 503, or nothing",
            "hostile KEY TEXT [SIZE]            KEY answers TEXT, over and over up to SIZE: 5m",
            "missing KEY                        KEY answers 404",
            "truncate KEY                       the answer for KEY breaks off",
            "garbage KEY                        the answer for KEY is not HTTP",
            "wrong on                           an ENI's keys answer with another ENI's",
            "close on                           each answer ends its connection",
            "tokens required|optional|unsupported   IMDSv2 alone (the default), with IMDSv1, IMDSv1 alone",
            "disabled on                        403, as with the endpoint switched off",
            "hop-limit N                        how far the answer with a token travels",
            "expire-tokens                      every token is invalid from now on",
            "KIND off                           as it should be again; 'off' alone: all of it",
            "... times N                        only for the next N requests",
            "KEY is the end of a path: local-ipv4s, 02:00:5e:00:53:01/local-ipv4s, macs, mac, token, or all");

    /** What can be done once. */
    private static final List<String> EVENTS = List.of("expire-tokens");

    private static final Pattern RATE = Pattern.compile("(\\d{1,6})/s");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([km]?)");

    private FaultText() {}

    /** The first words of faults. */
    public static List<String> words() {
        return Stream.concat(FaultWords.words(FaultSpec.Kind.class).stream(), EVENTS.stream())
                .toList();
    }

    /**
     * Reads an order.
     *
     * @param words as a shell splits them
     * @throws IllegalArgumentException saying what was expected
     */
    public static FaultOrder<FaultSpec> parse(List<String> words) {
        if (words.equals(List.of("tokens", "required"))) {
            return new FaultOrder.Clear<>(FaultSpec.Kind.TOKENS);
        }
        return FaultWords.parse(words, FaultSpec.Kind.class, EVENTS, FaultText::spec);
    }

    private static FaultSpec spec(FaultSpec.Kind kind, List<String> words) {
        return switch (kind) {
            case OUTAGE ->
                new FaultSpec.Outage(manner(FaultWords.one(words, "outage on, timeout, refuse, reset or off")));
            case ERROR -> new FaultSpec.ErrorAnswer(FaultWords.number(FaultWords.one(words, "error 503"), "error 503"));
            case DELAY -> new FaultSpec.Delay(FaultWords.time(FaultWords.one(words, "delay 200ms"), "delay 200ms"));
            case PROPAGATION ->
                new FaultSpec.Propagation(FaultWords.time(FaultWords.one(words, "propagation 3s"), "propagation 3s"));
            case STALE -> FaultWords.on(words, new FaultSpec.Stale());
            case THROTTLE -> throttle(words);
            case HOSTILE -> hostile(words);
            case MISSING -> new FaultSpec.Missing(key(words, "missing network-card"));
            case TRUNCATE -> new FaultSpec.Truncate(key(words, "truncate local-ipv4s"));
            case GARBAGE -> new FaultSpec.Garbage(key(words, "garbage all"));
            case WRONG -> FaultWords.on(words, new FaultSpec.Wrong());
            case CLOSE -> FaultWords.on(words, new FaultSpec.Close());
            case TOKENS ->
                new FaultSpec.TokenUse(version(FaultWords.one(words, "tokens required, optional or unsupported")));
            case DISABLED -> FaultWords.on(words, new FaultSpec.Disabled());
            case HOP_LIMIT ->
                new FaultSpec.HopLimit(FaultWords.number(FaultWords.one(words, "hop-limit 2"), "hop-limit 2"));
        };
    }

    private static FaultSpec.Outage.Manner manner(String word) {
        return switch (word) {
            case "on", "timeout" -> FaultSpec.Outage.Manner.TIMEOUT;
            case "refuse" -> FaultSpec.Outage.Manner.REFUSE;
            case "reset" -> FaultSpec.Outage.Manner.RESET;
            default -> throw FaultWords.expected("outage on, timeout, refuse, reset or off");
        };
    }

    private static FaultSpec.TokenUse.Version version(String word) {
        return switch (word) {
            case "optional" -> FaultSpec.TokenUse.Version.OPTIONAL;
            case "unsupported" -> FaultSpec.TokenUse.Version.UNSUPPORTED;
            default -> throw FaultWords.expected("tokens required, optional or unsupported");
        };
    }

    private static FaultSpec throttle(List<String> words) {
        String form = "throttle 20/s or throttle 20/s drop";
        boolean drop = words.size() == 2 && words.get(1).equals("drop");
        if (words.size() != 1 && !drop) {
            throw FaultWords.expected(form);
        }
        Matcher rate = RATE.matcher(words.getFirst());
        if (!rate.matches()) {
            throw FaultWords.expected(form);
        }
        return new FaultSpec.Throttle(Integer.parseInt(rate.group(1)), drop);
    }

    private static FaultSpec hostile(List<String> words) {
        String form = "hostile local-ipv4s 'text' or hostile local-ipv4s 'text' 5m";
        if (words.size() < 2 || words.size() > 3) {
            throw FaultWords.expected(form);
        }
        int bytes = 0;
        if (words.size() == 3) {
            Matcher size = SIZE.matcher(words.get(2));
            if (!size.matches()) {
                throw FaultWords.expected(form);
            }
            int unit = switch (size.group(2)) {
                case "k" -> 1 << 10;
                case "m" -> 1 << 20;
                default -> 1;
            };
            bytes = (int) Math.min(Long.parseLong(size.group(1)) * unit, Integer.MAX_VALUE);
        }
        return new FaultSpec.Hostile(new KeyPattern(words.getFirst()), Escapes.read(words.get(1)), bytes);
    }

    private static KeyPattern key(List<String> words, String form) {
        return new KeyPattern(FaultWords.one(words, form));
    }

    /** The words that {@link #parse} makes this fault of, as one line for a shell. */
    static String write(FaultSpec spec) {
        String arguments = switch (spec) {
            case FaultSpec.Outage(FaultSpec.Outage.Manner manner) -> manner.word();
            case FaultSpec.ErrorAnswer(int status) -> Integer.toString(status);
            case FaultSpec.Delay(Duration by) -> FaultWords.write(by);
            case FaultSpec.Propagation(Duration takes) -> FaultWords.write(takes);
            case FaultSpec.Throttle(int perSecond, boolean drop) -> perSecond + "/s" + (drop ? " drop" : "");
            case FaultSpec.Hostile(KeyPattern pattern, String text, int bytes) ->
                pattern + " '" + Escapes.write(text) + "'" + (bytes == 0 ? "" : " " + bytes);
            case FaultSpec.Missing(KeyPattern pattern) -> pattern.text();
            case FaultSpec.Truncate(KeyPattern pattern) -> pattern.text();
            case FaultSpec.Garbage(KeyPattern pattern) -> pattern.text();
            case FaultSpec.TokenUse(FaultSpec.TokenUse.Version version) -> version.word();
            case FaultSpec.HopLimit(int hops) -> Integer.toString(hops);
            case FaultSpec.Stale _, FaultSpec.Wrong _, FaultSpec.Close _, FaultSpec.Disabled _ -> "on";
        };
        return FaultWords.word(spec.kind()) + " " + arguments;
    }
}
