package dev.enid.core.world;

import dev.enid.core.kernel.Route;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A line's words: those that tell by their place, and pairs of a keyword and its value in any order. */
final class Words {
    final boolean v6;
    private final Deque<String> words;

    Words(String line) {
        this(new ArrayDeque<>(List.of(line.strip().split(" +"))));
    }

    private Words(Deque<String> words) {
        this.v6 = words.removeFirstOccurrence("-6");
        this.words = words;
    }

    String next() {
        return words.removeFirst();
    }

    boolean flag(String word) {
        return words.contains(word);
    }

    Optional<String> after(String keyword) {
        List<String> list = List.copyOf(words);
        int at = list.indexOf(keyword);
        return at < 0 || at + 1 >= list.size() ? Optional.empty() : Optional.of(list.get(at + 1));
    }

    int number(String keyword, int otherwise) {
        return after(keyword)
                .map(text -> text.equals("main") ? Route.MAIN : Integer.parseInt(text))
                .orElse(otherwise);
    }

    /** Cuts off and gives what follows the last such word. */
    Optional<Words> upTo(String keyword) {
        List<String> list = List.copyOf(words);
        int at = list.lastIndexOf(keyword);
        if (at < 0) {
            return Optional.empty();
        }
        words.clear();
        words.addAll(list.subList(0, at));
        return Optional.of(new Words(new ArrayDeque<>(list.subList(at + 1, list.size()))));
    }
}
