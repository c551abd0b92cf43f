package dev.enid.agent.rtnl;

import dev.enid.core.kernel.Sysctl;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.Sysctls;
import dev.enid.linux.session.Namespace;
import dev.enid.linux.session.Reply;
import dev.enid.linux.session.RtnetlinkSession;
import dev.enid.linux.session.Table;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Message;
import dev.enid.linux.wire.Request;
import dev.enid.linux.wire.RouteMessage;
import dev.enid.linux.wire.RouteQuery;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What {@link Kernel} needs of one network namespace; a test puts a kernel of its own here. */
interface Rtnetlink extends AutoCloseable {

    <T extends Message.Thing> List<T> dump(T filter, Class<T> kind) throws LinuxException;

    /** A table that is read again and again; {@code read} tells what its messages say, empty for what is not of it. */
    default <T extends Message.Thing, R> Rows<R> table(T filter, Class<T> kind, Function<T, Optional<R>> read) {
        return () ->
                dump(filter, kind).stream().map(read).flatMap(Optional::stream).toList();
    }

    /** What a table holds now. */
    @FunctionalInterface
    interface Rows<R> {
        List<R> now() throws LinuxException;
    }

    Optional<LinkMessage> linkNow(int index) throws LinuxException;

    List<Reply> batch(List<Request> requests) throws LinuxException;

    RouteMessage lookUp(RouteQuery query) throws LinuxException;

    /** Empty when there is no such link or no such setting. */
    Optional<Integer> readSysctl(String link, Sysctl.Name name) throws LinuxException;

    void writeSysctl(String link, Sysctl.Name name, int value) throws LinuxException;

    @Override
    void close();

    /** The namespace that the calling thread is in; sysctls are written by whoever calls later, who has to be in it too. */
    static Rtnetlink here() throws LinuxException {
        Sysctls sysctls = new Sysctls();
        return new Live(RtnetlinkSession.open(), new Files() {
            @Override
            public Optional<Integer> read(String link, Sysctl.Name name) throws LinuxException {
                return sysctls.read(link, name);
            }

            @Override
            public void write(String link, Sysctl.Name name, int value) throws LinuxException {
                sysctls.write(link, name, value);
            }
        });
    }

    /** Another namespace, which the caller keeps open for as long. */
    static Rtnetlink in(Namespace namespace) throws LinuxException {
        Sysctls sysctls = new Sysctls();
        return new Live(RtnetlinkSession.open(namespace), new Files() {
            @Override
            public Optional<Integer> read(String link, Sysctl.Name name) throws LinuxException {
                return namespace.<Optional<Integer>, LinuxException>call(() -> sysctls.read(link, name));
            }

            @Override
            public void write(String link, Sysctl.Name name, int value) throws LinuxException {
                namespace.<Optional<Integer>, LinuxException>call(() -> {
                    sysctls.write(link, name, value);
                    return Optional.empty();
                });
            }
        });
    }

    /** The files below /proc/sys/net show the namespace of the thread that opens them. */
    interface Files {
        Optional<Integer> read(String link, Sysctl.Name name) throws LinuxException;

        void write(String link, Sysctl.Name name, int value) throws LinuxException;
    }

    /** The real one. */
    record Live(RtnetlinkSession session, Files files) implements Rtnetlink {

        @Override
        public <T extends Message.Thing> List<T> dump(T filter, Class<T> kind) throws LinuxException {
            return session.dump(filter, kind);
        }

        @Override
        public <T extends Message.Thing, R> Rows<R> table(T filter, Class<T> kind, Function<T, Optional<R>> read) {
            return new Table<>(session, filter, kind, read)::read;
        }

        @Override
        public Optional<LinkMessage> linkNow(int index) throws LinuxException {
            return session.link(index);
        }

        @Override
        public List<Reply> batch(List<Request> requests) throws LinuxException {
            return session.batch(requests);
        }

        @Override
        public RouteMessage lookUp(RouteQuery query) throws LinuxException {
            return session.lookUp(query);
        }

        @Override
        public Optional<Integer> readSysctl(String link, Sysctl.Name name) throws LinuxException {
            return files.read(link, name);
        }

        @Override
        public void writeSysctl(String link, Sysctl.Name name, int value) throws LinuxException {
            files.write(link, name, value);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
