package dev.enid.linux.session;

import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.wire.DecodeFault;
import dev.enid.linux.wire.Frame;
import dev.enid.linux.wire.Message;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A table of the kernel that is read whole, again and again. What it repeats byte by byte is what it was, and is not decoded
 * anew: of a thousand rules as a rule all are. Safe for several threads; they take turns.
 *
 * @param <M> its messages
 * @param <R> what they are read as: made of the message alone, and never changed
 */
public final class Table<M extends Message.Thing, R> {

    /** Past so many messages that are gone the rest of the table is found again at once; past more at the next reading. */
    private static final int AHEAD = 4;

    /** What a message said, and what that meant. */
    private static final class Told<R> {
        private final byte[] body;
        private final Optional<R> value;

        Told(byte[] body, Optional<R> value) {
            this.body = body;
            this.value = value;
        }
    }

    private final RtnetlinkSession session;
    private final M filter;
    private final Class<M> kind;
    private final Function<M, Optional<R>> read;
    private List<Told<R>> before = List.of();

    /** @param read empty for a message that is not to be in the table */
    public Table(RtnetlinkSession session, M filter, Class<M> kind, Function<M, Optional<R>> read) {
        this.session = session;
        this.filter = filter;
        this.kind = kind;
        this.read = read;
    }

    /**
     * As it is now: {@link RtnetlinkSession#dump}.
     *
     * @throws LinuxException as there
     */
    public synchronized List<R> read() throws LinuxException {
        before = session.read(filter, Recall::new);
        return before.stream().map(told -> told.value).flatMap(Optional::stream).toList();
    }

    /** Goes along what was told before, beside what is told now. */
    private final class Recall implements Dump.Reader<Told<R>> {

        private int at;

        @Override
        public Told<R> read(Frame frame) throws DecodeFault {
            int until = Math.min(at + AHEAD, before.size());
            for (int i = at; i < until; i++) {
                if (frame.says(before.get(i).body)) {
                    at = i + 1;
                    return before.get(i);
                }
            }
            // Of its own: a view would keep the whole datagram for as long as the message is repeated.
            byte[] body = frame.body();
            Message message = frame.with(body).message();
            return new Told<>(body, kind.isInstance(message) ? read.apply(kind.cast(message)) : Optional.empty());
        }
    }
}
