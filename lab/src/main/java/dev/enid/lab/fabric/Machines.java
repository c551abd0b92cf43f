package dev.enid.lab.fabric;

import dev.enid.core.ip.Quoted;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcException;
import dev.enid.lab.topology.VpcInstance;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.NamedNamespaces;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The machines of one lab, each with its holder. */
final class Machines implements AutoCloseable {

    private static final Comparator<Machine> ORDER =
            Comparator.comparing(Machine::kind).thenComparing(Machine::name);

    private final Map<String, Holder> holders = new ConcurrentHashMap<>();
    private final Map<String, Machine> machines = new ConcurrentHashMap<>();
    private final String lab;
    private final Path directory;
    private final Optional<NamedNamespaces> names;
    private final Kept kept;

    /** Takes note of the machines there are. */
    interface Kept {
        void write(List<Machine> machines) throws IOException;
    }

    private Machines(String lab, Path directory, Optional<NamedNamespaces> names, Kept kept) {
        this.lab = lab;
        this.directory = directory;
        this.names = names;
        this.kept = kept;
    }

    /**
     * Starts all of them, side by side.
     *
     * @param names where namespaces get names; empty where they get none
     */
    static Machines start(String lab, Vpc vpc, Path directory, Optional<NamedNamespaces> names, Kept kept)
            throws IOException {
        Machines machines = new Machines(lab, directory, names, kept);
        try {
            Map<String, Machine.Kind> kinds = new LinkedHashMap<>();
            kinds.put(LabVpc.FABRIC, Machine.Kind.FABRIC);
            vpc.instances().values().stream()
                    .filter(VpcInstance::running)
                    .forEach(each -> kinds.put(each.name(), Machine.Kind.INSTANCE));
            vpc.outside().keySet().forEach(each -> kinds.put(each, Machine.Kind.OUTSIDE));
            for (String name : kinds.keySet()) {
                machines.hold(name);
            }
            for (Map.Entry<String, Machine.Kind> each : kinds.entrySet()) {
                machines.ready(each.getKey(), each.getValue());
            }
            kept.write(machines.all());
            return machines;
        } catch (IOException | RuntimeException e) {
            machines.close();
            throw e;
        }
    }

    /** Starts one more. */
    void start(String name, Machine.Kind kind) throws IOException {
        hold(name);
        ready(name, kind);
        kept.write(all());
    }

    /** Ends one, and whatever runs in it; none is no error. */
    void stop(String name) throws IOException {
        machines.remove(name);
        Optional<Holder> holder = Optional.ofNullable(holders.remove(name));
        holder.ifPresent(Holder::close);
        if (holder.isPresent() && names.isPresent()) {
            names.get().remove(visibleName(lab, name));
        }
        kept.write(all());
    }

    /** As {@code ip netns} shows it. */
    static String visibleName(String lab, String machine) {
        return "enid-" + lab + "-" + machine;
    }

    private void hold(String name) throws IOException {
        Namespace network = names.isPresent() ? names.get().create(visibleName(lab, name)) : Namespace.create();
        try {
            // An instance may have run before: what its holder said then is not needed any more.
            Path own = directory.resolve(name);
            LabHome.removeTree(own);
            holders.put(name, Holder.start(name, network, Files.createDirectory(own)));
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private void ready(String name, Machine.Kind kind) throws IOException {
        long process = holder(name).process();
        machines.put(name, new Machine(name, kind, process, names.map(_ -> visibleName(lab, name))));
    }

    private Holder holder(String name) {
        Holder holder = holders.get(name);
        if (holder == null) {
            throw new VpcException(
                    VpcException.Code.INSTANCE_NOT_FOUND,
                    "no machine " + Quoted.of(name) + "; there are "
                            + String.join(
                                    ", ", all().stream().map(Machine::name).toList()));
        }
        return holder;
    }

    List<Machine> all() {
        return machines.values().stream().sorted(ORDER).toList();
    }

    Machine machine(String name) {
        holder(name);
        return java.util.Objects.requireNonNull(machines.get(name));
    }

    Namespace network(String name) {
        return holder(name).network();
    }

    /** Machines end first, then the names go: a namespace is gone when nothing holds it any more. */
    @Override
    public void close() {
        new ArrayList<>(holders.values()).forEach(Holder::close);
        names.ifPresent(each -> {
            try {
                each.close();
            } catch (LinuxException e) {
                throw new IllegalStateException("names of namespaces are left in /run/netns: " + e.getMessage(), e);
            }
        });
    }
}
