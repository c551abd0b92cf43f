package dev.enid.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

    private static final List<String> COMMANDS = List.of("status", "plan", "apply", "daemon", "scan", "up", "down");

    @Test
    void aSlipOfTheHandIsSeenThrough() {
        assertThat(Suggestion.of("statsu", COMMANDS)).contains("status");
        assertThat(Suggestion.of("paln", COMMANDS)).contains("plan");
        assertThat(Suggestion.of("deamon", COMMANDS)).contains("daemon");
        assertThat(Suggestion.of("stat", COMMANDS)).contains("status");
    }

    @Test
    void nothingIsSuggestedForAnotherWord() {
        assertThat(Suggestion.of("terraform", COMMANDS)).isEmpty();
        assertThat(Suggestion.of("", COMMANDS)).isEmpty();
        assertThat(Suggestion.of("xy", COMMANDS)).isEmpty();
    }

    @Test
    void swappedNeighboursCountOnce() {
        assertThat(Suggestion.distance("paln", "plan")).isEqualTo(1);
        assertThat(Suggestion.distance("plan", "plan")).isZero();
        assertThat(Suggestion.distance("", "up")).isEqualTo(2);
    }
}
