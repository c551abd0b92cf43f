package dev.enid.agent.nftables;

import dev.enid.core.kernel.MarkTable;
import dev.enid.core.reading.Fault;
import dev.enid.core.snapshot.MarkUse;
import dev.enid.linux.nftables.Libnftables;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.NftablesSession;
import dev.enid.linux.session.NftablesSession.At;
import dev.enid.linux.session.NftablesTable;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private Optional<NftablesSession> session = Optional.empty();
    private Optional<Libnftables> library = Optional.empty();
    private boolean libraryTried;
    private Optional<String> kernelTrouble = Optional.empty();
    private Optional<At<Optional<MarkTable>>> table = Optional.empty();
    private final OtherMarks others;

    KernelNftables(Place place, NftProgram program, LongSupplier nanos) {
        this(place, program, new KernelModule(Path.of("/")), nanos);
    }

    KernelNftables(Place place, NftProgram program, KernelModule module, LongSupplier nanos) {
        this.place = place;
        this.program = program;
        this.module = module;
        this.others = new OtherMarks(this::session, place, module, nanos);
    }

    @Override
    public Optional<MarkTable> read() throws LinuxException {
        if (!module.mayBeThere()) {
            return Optional.empty();
        }
        try {
            NftablesSession open = session();
            int generation = open.generation();
            kernelTrouble = Optional.empty();
            if (table.isEmpty() || table.get().generation() != generation) {
                At<Optional<NftablesTable>> read = open.table(TABLE, TableReader.MAPS);
                table = Optional.of(new At<>(read.generation(), read.value().map(TableReader::read)));
            }
            return table.get().value();
        } catch (LinuxException e) {
            kernelTrouble = trouble(e);
            if (kernelTrouble.isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
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
        run(new Ruleset(wanted).putting());
    }

    @Override
    public void remove() throws Refusal {
        run(Ruleset.removing());
    }

    private void run(String json) throws Refusal {
        mustBeUsable();
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
    private void mustBeUsable() throws Refusal {
        try {
            session().generation();
            kernelTrouble = Optional.empty();
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
