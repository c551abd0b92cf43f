package dev.enid.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Lines are split as people know it of a shell; each is what {@code sh} makes of it, too. */
class WordsTest {

    @Test
    void blanksQuotesAndBackslashes() {
        assertThat(Words.of("  ip  route\tget 10.0.0.1 ")).containsExactly("ip", "route", "get", "10.0.0.1");
        assertThat(Words.of("sh -c 'ip rule; exit \"3\"'")).containsExactly("sh", "-c", "ip rule; exit \"3\"");
        assertThat(Words.of("a\"b c\"d")).containsExactly("ab cd");
        assertThat(Words.of("\"a \\\"b\\\" \\n\"")).containsExactly("a \"b\" \\n");
        assertThat(Words.of("a\\ b \\#c")).containsExactly("a b", "#c");
        assertThat(Words.of("x ''")).containsExactly("x", "");
    }

    @Test
    void aCommentBeginsAWord() {
        assertThat(Words.of("a b#c # d 'e")).containsExactly("a", "b#c");
        assertThat(Words.withoutComment("a '# b' # c")).isEqualTo("a '# b'");
    }

    @Test
    void noVariablesAndNoPatterns() {
        assertThat(Words.of("echo $HOME *")).containsExactly("echo", "$HOME", "*");
    }

    @Test
    void aQuoteHasToEnd() {
        assertThatThrownBy(() -> Words.of("a 'b")).hasMessage("the ' has no second one that ends it");
        assertThatThrownBy(() -> Words.of("a \\")).hasMessage("a line cannot go on after a \\ at its end");
    }
}
