package dev.enid.agent.nftables;

import dev.enid.core.kernel.MarkTable;
import dev.enid.core.reading.Fault;
import dev.enid.core.snapshot.MarkUse;
import dev.enid.linux.nftables.Libnftables;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.ConntrackSession;
import dev.enid.linux.session.NftablesSession;
import dev.enid.linux.session.NftablesSession.At;
import dev.enid.linux.session.NftablesTable;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * The real one. What is read is read by netlink, and only when the kernel says that tables have changed; what is put, is put by the
 * library of nftables, or by its program. Nothing is opened or loaded before it is needed: a host without containers pays for a look
 * at a directory.
 */
final class KernelNftables implements Nftables {

    private static final String INSTALL =
            "install nftables (apt install nftables, dnf install nftables), or set" + " containers = \"off\"";

    /** How a kernel answers that has no nf_tables, or no netfilter at all. */
    private static final Set<Errno> NOT_IN_THIS_KERNEL =
            EnumSet.of(Errno.EINVAL, Errno.EOPNOTSUPP, Errno.EPROTONOSUPPORT, Errno.ENOENT);

    /** What the kernel takes as a link's name, without what nftables takes for a pattern or the name of a set. */
    private static final Pattern LINK = Pattern.compile("[A-Za-z0-9_.-][A-Za-z0-9_.@-]{0,14}");

    private final Place place;
    private final NftProgram program;
    private final KernelModule module;
    private final Connections connections;
    private Optional<NftablesSession> session = Optional.empty();
    private Optional<Libnftables> library = Optional.empty();
    private boolean libraryTried;
    private Optional<String> kernelTrouble = Optional.empty();
    private Optional<At<There>> there = Optional.empty();
    private final OtherMarks others;

    /** What bears the marks. */
    @FunctionalInterface
    interface Connections {
        /** Sets these bits of all marks to 0, and leaves the others. */
        void unmark(int bits) throws LinuxException;

        /** Those of a place. Where enid has a table there are some, so the module that this loads is not loaded in vain. */
        static Connections in(Place place) {
            return bits -> {
                try (ConntrackSession session = place.<ConntrackSession, LinuxException>call(ConntrackSession::open)) {
                    session.unmark(bits);
                }
            };
        }
    }

    /**
     * What there is of that name.
     *
     * @param mask which bits the table is about; empty where there is none, or where others made it illegible
     */
    private record There(Optional<MarkTable> table, OptionalInt mask) {
        static There of(Optional<NftablesTable> read) {
            return new There(
                    read.map(TableReader::read), read.map(TableReader::mask).orElse(OptionalInt.empty()));
        }
    }

    KernelNftables(Place place, NftProgram program, LongSupplier nanos) {
        this(place, program, new KernelModule(Path.of("/")), Connections.in(place), nanos);
    }

    KernelNftables(Place place, NftProgram program, KernelModule module, Connections connections, LongSupplier nanos) {
        this.place = place;
        this.program = program;
        this.module = module;
        this.connections = connections;
        this.others = new OtherMarks(this::session, place, module, nanos);
    }

    @Override
    public Optional<MarkTable> read() throws LinuxException {
        if (!module.mayBeThere()) {
            return Optional.empty();
        }
        try {
            return look().table();
        } catch (LinuxException e) {
            kernelTrouble = trouble(e);
            if (kernelTrouble.isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private There look() throws LinuxException {
        NftablesSession open = session();
        int generation = open.generation();
        kernelTrouble = Optional.empty();
        if (there.isEmpty() || there.get().generation() != generation) {
            At<Optional<NftablesTable>> read = open.table(TABLE, TableReader.MAPS);
            there = Optional.of(new At<>(read.generation(), There.of(read.value())));
        }
        return there.get().value();
    }

    private static Optional<String> trouble(LinuxException e) {
        if (isNotPermitted(e)) {
            return Optional.of("only root, or who has CAP_NET_ADMIN, may look at nftables");
        }
        return NOT_IN_THIS_KERNEL.contains(e.errno())
                ? Optional.of("this kernel has no nf_tables (" + e.errno()
                        + "): load or build its module nf_tables, or set" + " containers = \"off\"")
                : Optional.empty();
    }

    private static boolean isNotPermitted(LinuxException e) {
        return e.errno() == Errno.EPERM || e.errno() == Errno.EACCES;
    }

    private NftablesSession session() throws LinuxException {
        if (session.isEmpty()) {
            session = Optional.of(place.<NftablesSession, LinuxException>call(NftablesSession::open));
        }
        return session.get();
    }

    @Override
    public void put(MarkTable wanted) throws Refusal {
        if (wanted.equals(MarkTable.ALTERED)) {
            throw new Refusal(Fault.Kind.INTERNAL, "what others made of the table is not put");
        }
        for (String link : wanted.marks().keySet()) {
            if (!LINK.matcher(link).matches()) {
                throw new Refusal(Fault.Kind.REFUSED, "nftables would not take \"" + link + "\" as the name of a link");
            }
        }
        There before = mustBeUsable();
        if (before.mask().isPresent() && before.mask().getAsInt() != wanted.mask()) {
            unmark(before, before.mask().getAsInt());
        }
        run(new Ruleset(wanted).putting());
    }

    @Override
    public void remove() throws Refusal {
        There before = mustBeUsable();
        if (before.mask().isPresent()) {
            unmark(before, before.mask().getAsInt());
        }
        run(Ruleset.removing());
    }

    /**
     * No mark is left behind: a table that marks nothing takes the table's place first, since a packet would mark anew what is
     * cleared. That table says which bits are at stake until they are gone, to whoever comes after an end in the middle of this.
     */
    private void unmark(There before, int mask) throws Refusal {
        MarkTable nothing = new MarkTable(mask, new TreeMap<>());
        if (!before.table().equals(Optional.of(nothing))) {
            run(new Ruleset(nothing).putting());
        }
        try {
            connections.unmark(mask);
        } catch (LinuxException e) {
            throw new Refusal(
                    isNotPermitted(e) ? Fault.Kind.NOT_PERMITTED : Fault.Kind.REFUSED,
                    "the table marks nothing any more, and stays until connections are rid of " + Ruleset.hex(mask)
                            + " in their marks: " + e.getMessage());
        }
    }

    private void run(String json) throws Refusal {
        Optional<Libnftables> loaded = library();
        if (loaded.isPresent()) {
            Libnftables.Answer answer = loaded.get().run(json);
            if (!answer.done()) {
                // What state a failure leaves it in, nobody promises.
                forgetLibrary();
                throw Refusal.quoting(Fault.Kind.REFUSED, "libnftables refused it", answer.words());
            }
            return;
        }
        Path file = program.file().orElseThrow(() -> new Refusal(Fault.Kind.REFUSED, neither()));
        program.run(place, file, json);
    }

    /** By netlink, whose refusals have a number; and the library ends the process where it gets no socket. */
    private There mustBeUsable() throws Refusal {
        try {
            return look();
        } catch (LinuxException e) {
            kernelTrouble = trouble(e);
            Fault.Kind kind = isNotPermitted(e) ? Fault.Kind.NOT_PERMITTED : Fault.Kind.REFUSED;
            throw new Refusal(kind, kernelTrouble.orElseGet(() -> String.valueOf(e.getMessage())));
        }
    }

    private Optional<Libnftables> library() throws Refusal {
        if (!libraryTried) {
            try {
                library = place.<Optional<Libnftables>, LinuxException>call(Libnftables::open);
                libraryTried = true;
            } catch (LinuxException e) {
                throw new Refusal(Fault.Kind.REFUSED, String.valueOf(e.getMessage()));
            }
        }
        return library;
    }

    private void forgetLibrary() {
        library.ifPresent(Libnftables::close);
        library = Optional.empty();
        libraryTried = false;
    }

    private static String neither() {
        return "neither the library libnftables.so.1 nor the program nft is on this host: " + INSTALL;
    }

    @Override
    public Optional<String> trouble() {
        // A file that could not be loaded counts as none.
        boolean loadable = libraryTried ? library.isPresent() : LibraryFile.isThere();
        boolean there = loadable || program.file().isPresent();
        return kernelTrouble.or(() -> there ? Optional.empty() : Optional.of(neither()));
    }

    @Override
    public List<MarkUse> others() {
        return others.now();
    }

    @Override
    public void close() {
        forgetLibrary();
        session.ifPresent(NftablesSession::close);
        session = Optional.empty();
    }
}
