package dev.enid.agent.daemon;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Letters for one reader from many writers. Notices of the kernel beyond a bound become a single one that says that anything
 * may be different: a host that starts hundreds of containers tells more than anybody has to know.
 */
final class Inbox {

    /** A pass looks at everything anyhow; more notices than this only say the same more often. */
    private static final int MOST_NOTICES = 2048;

    private static final Letter ANYTHING = new Letter.Heard(new Notice.Anything());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Letter> letters = new ArrayDeque<>();
    private int notices;

    void put(Letter letter) {
        lock.lock();
        try {
            if (letter instanceof Letter.Heard && ++notices > MOST_NOTICES) {
                if (notices == MOST_NOTICES + 1) {
                    letters.removeIf(Letter.Heard.class::isInstance);
                    letters.add(ANYTHING);
                }
            } else {
                letters.add(letter);
            }
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Everything that has come, in order; waits for the first up to {@code longest}.
     *
     * @throws InterruptedException when the reader is interrupted while it waits
     */
    List<Letter> take(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (letters.isEmpty() && left > 0) {
                left = arrived.awaitNanos(left);
            }
            List<Letter> all = new ArrayList<>(letters);
            letters.clear();
            notices = 0;
            return all;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return letters.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
