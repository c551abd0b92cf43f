package dev.enid.lab.ec2;

import dev.enid.lab.fault.FaultOrder;
import dev.enid.lab.fault.FaultWords;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Faults of the API as words on a command line: {@code lost response AttachNetworkInterface times 1}. */
public final class ApiFaultText {

    /** One line for each form, for help texts. */
    public static final List<String> FORMS = List.of(
            "error CODE ACTION                  that error instead of an answer, and nothing done",
            "lost request|response ACTION       no answer, and nothing done; or all done, and no answer",
            "late ACTION TIME                   done at once, answered later: 200ms, 3s",
            "slow ACTION TIME                   done and answered later, whoever still waits",
            "throttle N/s [burst M] [ACTION]    more requests for one action get RequestLimitExceeded",
            "throttle ec2 [ACTION]              the same, with the figures of EC2 itself",
            "lag TIME                           Describe* tell how everything was that long ago",
            "delay attach|detach TIME           an ENI takes that long",
            "stuck detach                       an ENI stays detaching until it is forced",
            "KIND off                           as it should be again; 'off' alone: all of it",
            "... times N                        only for the next N requests",
            "ACTION is AttachNetworkInterface or another, 'Describe*' for all that begin so, or all");

    private static final Pattern RATE = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)/s");
    private static final String THROTTLE_FORM = "throttle 5/s, throttle 5/s burst 20 Describe*, or throttle ec2";

    private ApiFaultText() {}

    /** The first words of faults. */
    public static List<String> words() {
        return FaultWords.words(ApiFault.Kind.class);
    }

    /**
     * Reads an order.
     *
     * @param words as a shell splits them
     * @throws IllegalArgumentException saying what was expected
     */
    public static FaultOrder<ApiFault> parse(List<String> words) {
        return FaultWords.parse(words, ApiFault.Kind.class, List.of(), ApiFaultText::fault);
    }

    private static ApiFault fault(ApiFault.Kind kind, List<String> words) {
        return switch (kind) {
            case ERROR -> {
                two(words, "error RequestLimitExceeded Describe*");
                yield new ApiFault.ErrorAnswer(words.get(0), new ActionPattern(words.get(1)));
            }
            case LOST -> {
                String form = "lost request AttachNetworkInterface or lost response AttachNetworkInterface";
                two(words, form);
                yield new ApiFault.Lost(part(words.get(0), form), new ActionPattern(words.get(1)));
            }
            case LATE -> {
                String form = "late AttachNetworkInterface 3s";
                two(words, form);
                yield new ApiFault.Late(new ActionPattern(words.get(0)), FaultWords.time(words.get(1), form));
            }
            case SLOW -> {
                String form = "slow AttachNetworkInterface 3s";
                two(words, form);
                yield new ApiFault.Slow(new ActionPattern(words.get(0)), FaultWords.time(words.get(1), form));
            }
            case THROTTLE -> throttle(new ArrayList<>(words));
            case LAG -> new ApiFault.Lag(FaultWords.time(FaultWords.one(words, "lag 3s"), "lag 3s"));
            case DELAY -> {
                String form = "delay attach 3s or delay detach 3s";
                two(words, form);
                yield new ApiFault.Delay(move(words.get(0), form), FaultWords.time(words.get(1), form));
            }
            case STUCK -> {
                if (!words.equals(List.of("detach"))) {
                    throw FaultWords.expected("stuck detach or stuck off");
                }
                yield new ApiFault.Stuck();
            }
        };
    }

    private static void two(List<String> words, String form) {
        if (words.size() != 2) {
            throw FaultWords.expected(form);
        }
    }

    private static ApiFault.Lost.Part part(String word, String form) {
        return switch (word) {
            case "request" -> ApiFault.Lost.Part.REQUEST;
            case "response" -> ApiFault.Lost.Part.RESPONSE;
            default -> throw FaultWords.expected(form);
        };
    }

    private static ApiFault.Delay.Move move(String word, String form) {
        return switch (word) {
            case "attach" -> ApiFault.Delay.Move.ATTACH;
            case "detach" -> ApiFault.Delay.Move.DETACH;
            default -> throw FaultWords.expected(form);
        };
    }

    private static ApiFault throttle(List<String> words) {
        if (words.isEmpty()) {
            throw FaultWords.expected(THROTTLE_FORM);
        }
        String rate = words.removeFirst();
        Optional<ApiFault.Throttle.Limit> limit =
                rate.equals("ec2") ? Optional.empty() : Optional.of(limit(rate, words));
        if (words.size() > 1) {
            throw FaultWords.expected(THROTTLE_FORM);
        }
        return new ApiFault.Throttle(limit, words.isEmpty() ? ActionPattern.ALL : new ActionPattern(words.getFirst()));
    }

    /** Takes the words it needs. */
    private static ApiFault.Throttle.Limit limit(String rate, List<String> words) {
        Matcher matcher = RATE.matcher(rate);
        if (!matcher.matches()) {
            throw FaultWords.expected(THROTTLE_FORM);
        }
        BigDecimal perSecond = new BigDecimal(matcher.group(1));
        int burst = ApiFault.Throttle.Limit.usualBurst(perSecond);
        if (words.size() >= 2 && words.getFirst().equals("burst")) {
            words.removeFirst();
            burst = FaultWords.number(words.removeFirst(), THROTTLE_FORM);
        }
        return new ApiFault.Throttle.Limit(perSecond, burst);
    }

    /** The words that {@link #parse} makes this fault of. */
    static String write(ApiFault fault) {
        String arguments = switch (fault) {
            case ApiFault.ErrorAnswer(String code, ActionPattern actions) -> code + " " + actions;
            case ApiFault.Lost(ApiFault.Lost.Part part, ActionPattern actions) -> FaultWords.word(part) + " " + actions;
            case ApiFault.Late(ActionPattern actions, Duration by) -> actions + " " + FaultWords.write(by);
            case ApiFault.Slow(ActionPattern actions, Duration by) -> actions + " " + FaultWords.write(by);
            case ApiFault.Throttle(Optional<ApiFault.Throttle.Limit> limit, ActionPattern actions) ->
                limit.map(ApiFaultText::write).orElse("ec2") + (actions.equals(ActionPattern.ALL) ? "" : " " + actions);
            case ApiFault.Lag(Duration by) -> FaultWords.write(by);
            case ApiFault.Delay(ApiFault.Delay.Move move, Duration by) ->
                FaultWords.word(move) + " " + FaultWords.write(by);
            case ApiFault.Stuck _ -> "detach";
        };
        return FaultWords.word(fault.kind()) + " " + arguments;
    }

    private static String write(ApiFault.Throttle.Limit limit) {
        boolean usual = limit.burst() == ApiFault.Throttle.Limit.usualBurst(limit.perSecond());
        return limit.perSecond().toPlainString() + "/s" + (usual ? "" : " burst " + limit.burst());
    }
}
