package dev.enid.linux.session;

import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.NetlinkSocket;
import dev.enid.linux.wire.ConntrackMessage;
import dev.enid.linux.wire.ConntrackRequest;
import dev.enid.linux.wire.DecodeFault;
import dev.enid.linux.wire.Encoder;
import dev.enid.linux.wire.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What connections that are tracked in one network namespace bear in their marks: that of the thread that opened the session. All of
 * it takes CAP_NET_ADMIN, and the first question has the kernel load its module nf_conntrack_netlink, where it is one.
 */
public final class ConntrackSession implements AutoCloseable {

    /** Memory is used only while answers wait. */
    private static final int RECEIVE_BUFFER = 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A host has hundreds of thousands of connections at times, and nobody needs to know all of them at once. */
    private static final int AT_ONCE = 512;

    /**
     * The second finds what was under way in the first: a packet takes its connection along, mark and all, before that is in the
     * table. What is there again after the third somebody else puts there.
     */
    private static final int ROUNDS = 3;

    /** Of a dump, whose parts may get lost. */
    private static final int ATTEMPTS = 10;

    /** How a kernel answers that has no nf_conntrack_netlink (EINVAL), or no marks of connections. */
    private static final Set<Errno> NOT_IN_THIS_KERNEL = EnumSet.of(Errno.EINVAL, Errno.EOPNOTSUPP);

    /** What is asked for on one is changed by the other meanwhile. */
    private final Transport asking;

    private final Transport changing;
    private final Encoder question = new Encoder();
    private final Encoder changes = new Encoder();
    private int sequence;

    ConntrackSession(Transport asking, Transport changing) {
        this.asking = asking;
        this.changing = changing;
    }

    /**
     * In the calling thread's network namespace.
     *
     * @throws LinuxException EPROTONOSUPPORT when the kernel has no netfilter
     */
    public static ConntrackSession open() throws LinuxException {
        Transport asking = transport();
        try {
            return new ConntrackSession(asking, transport());
        } catch (LinuxException | RuntimeException e) {
            asking.close();
            throw e;
        }
    }

    private static Transport transport() throws LinuxException {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.Protocol.NETFILTER);
        try {
            socket.receiveBuffer(RECEIVE_BUFFER);
        } catch (LinuxException | RuntimeException e) {
            socket.close();
            throw e;
        }
        return Transport.over(socket);
    }

    /**
     * Sets these bits to 0 in the marks of all connections, and leaves all others of the mark as they are. In a kernel that cannot
     * tell of connections, or that has no marks, nothing is done.
     *
     * @return how often a mark was changed
     * @throws LinuxException EPERM without CAP_NET_ADMIN; what the kernel refused a change with, when all the others were made
     */
    public synchronized int unmark(int bits) throws LinuxException {
        int changed = 0;
        Optional<LinuxException> refused = Optional.empty();
        for (int i = 0; i < ROUNDS; i++) {
            Round round = new Round(bits);
            round.run();
            changed += round.changed;
            refused = round.refused;
            if (round.found == 0) {
                break;
            }
        }
        if (refused.isPresent()) {
            throw refused.get();
        }
        return changed;
    }

    /** Once through the table for each bit: the kernel can be asked for what has a bit, and not for what has any of them. */
    private final class Round implements Dump.Reader<Boolean> {

        private final int bits;
        private final List<ConntrackRequest> waiting = new ArrayList<>();
        private int found;
        private int changed;
        private Optional<LinuxException> refused = Optional.empty();

        Round(int bits) {
            this.bits = bits;
        }

        void run() throws LinuxException {
            for (int left = bits; left != 0; left &= left - 1) {
                if (!dump(Integer.lowestOneBit(left))) {
                    return;
                }
                change();
            }
        }

        /** False where there is nobody to ask. */
        private boolean dump(int bit) throws LinuxException {
            ConntrackRequest request = ConntrackRequest.marked(bit);
            for (int attempt = 1; ; attempt++) {
                Dump<Boolean> dump = new Dump<>(asking, PATIENCE, request, ++sequence, Optional.empty(), this);
                try {
                    switch (dump.run(question)) {
                        case Dump.Ending.Whole _ -> {
                            return true;
                        }
                        case Dump.Ending.Spoilt(LinuxException why) -> {
                            if (attempt == ATTEMPTS) {
                                throw why;
                            }
                        }
                    }
                } catch (LinuxException e) {
                    if (NOT_IN_THIS_KERNEL.contains(e.errno())) {
                        return false;
                    }
                    throw e;
                }
            }
        }

        @Override
        public Boolean read(Frame frame) throws DecodeFault, LinuxException {
            if (!(frame.message() instanceof ConntrackMessage connection) || (connection.mark() & bits) == 0) {
                return false;
            }
            found++;
            waiting.add(ConntrackRequest.unmark(connection, bits));
            if (waiting.size() == AT_ONCE) {
                change();
            }
            return true;
        }

        /** What has no answer, or a wrong one, the next round finds again. */
        private void change() throws LinuxException {
            int first = sequence + 1;
            sequence += waiting.size();
            for (Reply reply : new Batch(changing, changes, PATIENCE, List.copyOf(waiting), first).run()) {
                switch (reply) {
                    case Reply.Ok _ -> changed++;
                    case Reply.Unknown _ -> {}
                    case Reply.Refused(LinuxException why) -> {
                        // It has ended meanwhile.
                        if (why.errno() != Errno.ENOENT) {
                            refused = refused.or(() -> Optional.of(why));
                        }
                    }
                }
            }
            waiting.clear();
        }
    }

    @Override
    public synchronized void close() {
        asking.close();
        changing.close();
    }
}
