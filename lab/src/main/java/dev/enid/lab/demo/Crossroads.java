package dev.enid.lab.demo;

import dev.enid.core.ip.Ip;
import dev.enid.lab.probe.Answer;
import dev.enid.lab.probe.Place;
import dev.enid.lab.probe.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Many addresses tried from one place, each by TCP and UDP, and told in one line. */
record Crossroads(Place from, List<Ip> to, List<Integer> ports, boolean udp) {

    /** By TCP and UDP. */
    static Crossroads of(Place from, List<Ip> to, List<Integer> ports) {
        return new Crossroads(from, to, ports, true);
    }

    /** By TCP alone: who answers a datagram without having bound an address takes any of his own. */
    static Crossroads byTcp(Place from, List<Ip> to, int port) {
        return new Crossroads(from, to, List.of(port), false);
    }

    /**
     * What came of it.
     *
     * @param answered in words
     * @param silent in words
     */
    record Outcome(List<String> answered, List<String> silent) {

        boolean all() {
            return silent.isEmpty();
        }

        boolean none() {
            return answered.isEmpty();
        }

        /** {@code all 8 answered}, or which did and which did not. */
        String words() {
            if (all()) {
                return "all " + answered.size() + " answered";
            }
            return none()
                    ? "none of " + silent.size() + " answered"
                    : String.format(Locale.ROOT, "%d answered; silent: %s", answered.size(), String.join(", ", silent));
        }
    }

    /** Each attempt gets {@code patience}; what is silent is tried at once, so that it does not add up. */
    Outcome tried(Duration patience) throws IOException {
        List<String> answered = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        List<Trial> trials = new ArrayList<>();
        for (Ip ip : to) {
            for (int port : ports) {
                trials.add(Trial.start(from, ip, port, false, patience));
                if (udp) {
                    trials.add(Trial.start(from, ip, port, true, patience));
                }
            }
        }
        for (Trial trial : trials) {
            (trial.reached() ? answered : silent).add(trial.name());
        }
        return new Outcome(answered, silent);
    }

    /** For a person: where to, in short. */
    String words() {
        return to.stream().map(Ip::toString).collect(Collectors.joining(", ")) + " port "
                + ports.stream().map(String::valueOf).collect(Collectors.joining(" and "))
                + (udp ? ", TCP and UDP" : "");
    }

    /** One attempt, on a thread of its own. */
    private record Trial(String name, CompletableFuture<Boolean> outcome) {

        static Trial start(Place from, Ip ip, int port, boolean udp, Duration patience) {
            return new Trial(ip + (udp ? " UDP " : " TCP ") + port, Meanwhile.run(() -> {
                Probe probe = Probe.from(from);
                Answer answer = udp ? probe.udp(ip, port, patience) : probe.tcp(ip, port, patience);
                return answer.reached();
            }));
        }

        boolean reached() throws IOException {
            return Meanwhile.join(outcome);
        }
    }
}
