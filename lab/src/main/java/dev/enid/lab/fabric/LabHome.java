package dev.enid.lab.fabric;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enid.core.ip.Quoted;
import dev.enid.lab.topology.Vpc;
import dev.enid.linux.session.NamedNamespaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where labs of one user keep what outlives a process: a directory for each lab, with a lock that its process holds as long
 * as it lives, and the list of its machines. A lab whose lock is free has crashed; what it left is removed by the next
 * {@link #up} or {@link #clean}.
 */
public final class LabHome {

    /** Without a dash: so no lab's {@code enid-NAME-MACHINE} is another's. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,14}");

    private static final String LOCK = "lock";
    /** Held while a lab's directory is made or removed: of two processes that bring the same lab up, one does. No lab's name. */
    private static final String HOME_LOCK = ".lock";
    /** A directory for each machine: people choose their names, and "lock" or "server" would be fine ones. */
    private static final String MACHINES = "machines";

    private static final String MACHINES_FILE = "machines.json";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The labs of this process. Whoever closes a file gives up all locks that its process has on it (fcntl(2)): it must not look. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private static final Object ALONE = new Object();

    private final Path directory;
    private final Optional<Path> namesDirectory;

    /**
     * A home of its own, for tests.
     *
     * @param directory made when it is not there
     * @param namesDirectory where namespaces get names, {@code /run/netns} for {@code ip netns}; empty for none
     */
    public LabHome(Path directory, Optional<Path> namesDirectory) {
        this.directory = directory;
        this.namesDirectory = namesDirectory;
    }

    /** /run/enid-lab for root; for others, below XDG_RUNTIME_DIR or /tmp, with the user's id outside of any user namespace. */
    public static LabHome standard(Map<String, String> environment) throws IOException {
        int user = Powers.userOutside();
        if (user == 0) {
            boolean names = Powers.own() == Powers.ROOT;
            return new LabHome(Path.of("/run/enid-lab"), names ? Optional.of(Path.of("/run/netns")) : Optional.empty());
        }
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        Path base = runtime.isEmpty() ? Path.of("/tmp/enid-lab-" + user) : Path.of(runtime, "enid-lab");
        return new LabHome(base, Optional.empty());
    }

    /** The lab's directory; whoever serves the lab may keep files of its own there. */
    public Path directory(String lab) {
        if (!NAME.matcher(lab).matches()) {
            throw new IllegalArgumentException(
                    "a lab's name is at most 15 of a-z and 0-9, and starts with a letter, unlike " + Quoted.of(lab));
        }
        return directory.resolve(lab);
    }

    /** Names of the labs that are up, or that left something behind; sorted. */
    public List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether the lab's process lives. */
    public boolean isUp(String lab) throws IOException {
        if (OWN.contains(directory(lab))) {
            return true;
        }
        try (FileChannel file = FileChannel.open(directory(lab).resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * The machines of a lab, of whichever process: to run commands in them.
     *
     * @throws LabException when the lab is not up
     */
    public List<Machine> machines(String lab) throws IOException {
        if (!isUp(lab)) {
            throw new LabException("lab " + lab + " is not up; there "
                    + (names().isEmpty() ? "is none" : "is " + String.join(", ", names())));
        }
        return Arrays.stream(read(lab)).map(KeptMachine::machine).toList();
    }

    /**
     * Brings a lab up, which lives until it is closed or this process ends.
     *
     * @throws LabException when it is up already, or cannot be had on this machine
     */
    public LabVpc up(String lab, Vpc vpc) throws IOException {
        Path own = directory(lab);
        if (Powers.own() == Powers.NONE) {
            throw Powers.missing();
        }
        JavaNetwork.prepare();
        FileChannel lock = alone(() -> {
            sweep(lab);
            Files.createDirectory(own);
            FileChannel held = lock(own);
            OWN.add(own);
            return held;
        });
        Optional<Machines> machines = Optional.empty();
        try {
            Optional<NamedNamespaces> names = namesDirectory.map(NamedNamespaces::new);
            machines = Optional.of(Machines.start(
                    lab, vpc, Files.createDirectory(own.resolve(MACHINES)), names, there -> write(lab, there)));
            return NamespacedVpc.boot(lab, vpc, machines.get(), () -> forget(lab, lock));
        } catch (IOException | RuntimeException e) {
            machines.ifPresent(Machines::close);
            forget(lab, lock);
            throw e;
        }
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    /** Takes a step that no other process takes for a lab of this home at the same time. */
    private <T> T alone(Step<T> step) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        // A lock is the process's: what keeps its threads apart is another.
        synchronized (ALONE) {
            try (FileChannel file = lockFile(directory.resolve(HOME_LOCK));
                    FileLock _ = file.lock()) {
                return step.take();
            }
        }
    }

    /** Waits: whoever looks whether the lab is up holds the lock for a moment. */
    private static FileChannel lock(Path own) throws IOException {
        FileChannel file = lockFile(own.resolve(LOCK));
        try {
            file.lock();
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** For its owner alone: who may read a file may lock it. */
    private static FileChannel lockFile(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Files go before the lock does: nobody can take the name in between. */
    private void forget(String lab, FileChannel lock) {
        try (lock) {
            alone(() -> {
                removeTree(directory(lab));
                return OWN.remove(directory(lab));
            });
        } catch (IOException e) {
            throw new UncheckedIOException("lab " + lab + " left files behind", e);
        }
    }

    /**
     * Removes what a lab left behind whose process has died.
     *
     * @return whether there was something
     * @throws LabException when the lab is up
     */
    public boolean clean(String lab) throws IOException {
        return alone(() -> sweep(lab));
    }

    private boolean sweep(String lab) throws IOException {
        Path own = directory(lab);
        if (isUp(lab)) {
            throw new LabException("lab " + lab + " is up");
        }
        boolean found = Files.exists(own);
        for (KeptMachine each : read(lab)) {
            each.end(PATIENCE);
        }
        if (namesDirectory.isPresent()) {
            NamedNamespaces names = new NamedNamespaces(namesDirectory.get());
            for (String name : names.names()) {
                if (name.startsWith(Machines.visibleName(lab, ""))) {
                    names.remove(name);
                    found = true;
                }
            }
        }
        removeTree(own);
        return found;
    }

    static void removeTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    private void write(String lab, List<Machine> machines) throws IOException {
        Path file = directory(lab).resolve(MACHINES_FILE);
        Path made = directory(lab).resolve(MACHINES_FILE + ".new");
        Files.write(
                made,
                new ObjectMapper()
                        .writeValueAsBytes(
                                machines.stream().map(KeptMachine::of).toList()));
        Files.move(made, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private KeptMachine[] read(String lab) throws IOException {
        try {
            return new ObjectMapper()
                    .readValue(Files.readAllBytes(directory(lab).resolve(MACHINES_FILE)), KeptMachine[].class);
        } catch (NoSuchFileException e) {
            return new KeptMachine[0];
        } catch (JacksonException e) {
            throw new LabException("what lab " + lab + " left in " + directory(lab) + " cannot be read; remove it", e);
        }
    }
}
