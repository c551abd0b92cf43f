package dev.enid.lab.imds;

import dev.enid.core.ip.Quoted;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern TIME = Pattern.compile("(\\d{1,7})(ms|s|m)");
    private static final Pattern RATE = Pattern.compile("(\\d{1,6})/s");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([km]?)");

    private FaultText() {}

    /**
     * Reads an order.
     *
     * @param words as a shell splits them
     * @throws IllegalArgumentException saying what was expected
     */
    public static FaultOrder parse(List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(
                    "a fault is missing; faults are " + String.join(", ", FaultSpec.words()));
        }
        if (words.equals(List.of("off"))) {
            return new FaultOrder.ClearAll();
        }
        if (words.equals(List.of("expire-tokens"))) {
            return new FaultOrder.ExpireTokens();
        }
        FaultSpec.Kind kind = Arrays.stream(FaultSpec.Kind.values())
                .filter(each -> each.word().equals(words.getFirst()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault is called " + Quoted.of(words.getFirst())
                        + "; there are " + String.join(", ", FaultSpec.words()) + ", expire-tokens, off"));
        List<String> rest = words.subList(1, words.size());
        if (rest.equals(List.of("off"))) {
            return new FaultOrder.Clear(kind);
        }
        int last = rest.size() - 1;
        boolean counted = last >= 1 && rest.get(last - 1).equals("times");
        OptionalInt times = counted ? OptionalInt.of(number(rest.get(last), "times 3")) : OptionalInt.empty();
        List<String> arguments = counted ? rest.subList(0, last - 1) : rest;
        if (kind == FaultSpec.Kind.TOKENS && arguments.equals(List.of("required"))) {
            return new FaultOrder.Clear(kind);
        }
        return new FaultOrder.Set(spec(kind, arguments), times);
    }

    private static FaultSpec spec(FaultSpec.Kind kind, List<String> words) {
        return switch (kind) {
            case OUTAGE -> new FaultSpec.Outage(manner(one(words, "outage on, timeout, refuse, reset or off")));
            case ERROR -> new FaultSpec.ErrorAnswer(number(one(words, "error 503"), "error 503"));
            case DELAY -> new FaultSpec.Delay(time(one(words, "delay 200ms"), "delay 200ms"));
            case PROPAGATION -> new FaultSpec.Propagation(time(one(words, "propagation 3s"), "propagation 3s"));
            case STALE -> on(words, kind, new FaultSpec.Stale());
            case THROTTLE -> throttle(words);
            case HOSTILE -> hostile(words);
            case MISSING -> new FaultSpec.Missing(key(words, "missing network-card"));
            case TRUNCATE -> new FaultSpec.Truncate(key(words, "truncate local-ipv4s"));
            case GARBAGE -> new FaultSpec.Garbage(key(words, "garbage all"));
            case WRONG -> on(words, kind, new FaultSpec.Wrong());
            case CLOSE -> on(words, kind, new FaultSpec.Close());
            case TOKENS -> new FaultSpec.TokenUse(version(one(words, "tokens required, optional or unsupported")));
            case DISABLED -> on(words, kind, new FaultSpec.Disabled());
            case HOP_LIMIT -> new FaultSpec.HopLimit(number(one(words, "hop-limit 2"), "hop-limit 2"));
        };
    }

    private static String one(List<String> words, String form) {
        if (words.size() != 1) {
            throw expected(form);
        }
        return words.getFirst();
    }

    private static FaultSpec on(List<String> words, FaultSpec.Kind kind, FaultSpec spec) {
        if (!words.equals(List.of("on"))) {
            throw expected(kind.word() + " on or " + kind.word() + " off");
        }
        return spec;
    }

    private static FaultSpec.Outage.Manner manner(String word) {
        return switch (word) {
            case "on", "timeout" -> FaultSpec.Outage.Manner.TIMEOUT;
            case "refuse" -> FaultSpec.Outage.Manner.REFUSE;
            case "reset" -> FaultSpec.Outage.Manner.RESET;
            default -> throw expected("outage on, timeout, refuse, reset or off");
        };
    }

    private static FaultSpec.TokenUse.Version version(String word) {
        return switch (word) {
            case "optional" -> FaultSpec.TokenUse.Version.OPTIONAL;
            case "unsupported" -> FaultSpec.TokenUse.Version.UNSUPPORTED;
            default -> throw expected("tokens required, optional or unsupported");
        };
    }

    private static FaultSpec throttle(List<String> words) {
        String form = "throttle 20/s or throttle 20/s drop";
        boolean drop = words.size() == 2 && words.get(1).equals("drop");
        if (words.size() != 1 && !drop) {
            throw expected(form);
        }
        Matcher rate = RATE.matcher(words.getFirst());
        if (!rate.matches()) {
            throw expected(form);
        }
        return new FaultSpec.Throttle(Integer.parseInt(rate.group(1)), drop);
    }

    private static FaultSpec hostile(List<String> words) {
        String form = "hostile local-ipv4s 'text' or hostile local-ipv4s 'text' 5m";
        if (words.size() < 2 || words.size() > 3) {
            throw expected(form);
        }
        int bytes = 0;
        if (words.size() == 3) {
            Matcher size = SIZE.matcher(words.get(2));
            if (!size.matches()) {
                throw expected(form);
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
        return new KeyPattern(one(words, form));
    }

    private static int number(String word, String form) {
        if (!word.matches("\\d{1,9}")) {
            throw expected(form);
        }
        return Integer.parseInt(word);
    }

    private static Duration time(String word, String form) {
        Matcher time = TIME.matcher(word);
        if (!time.matches()) {
            throw expected(form);
        }
        long amount = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    private static IllegalArgumentException expected(String form) {
        return new IllegalArgumentException("expected " + form);
    }

    /** The words that {@link #parse} makes this fault of, as one line for a shell. */
    static String write(FaultSpec spec) {
        String arguments = switch (spec) {
            case FaultSpec.Outage(FaultSpec.Outage.Manner manner) -> manner.word();
            case FaultSpec.ErrorAnswer(int status) -> Integer.toString(status);
            case FaultSpec.Delay(Duration by) -> write(by);
            case FaultSpec.Propagation(Duration takes) -> write(takes);
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
        return spec.kind().word() + " " + arguments;
    }

    private static String write(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
