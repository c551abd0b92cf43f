package dev.enid.lab.fabric;

import dev.enid.core.ip.Quoted;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcException;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.NamedNamespaces;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machines of one lab, each with its holder. */
final class Machines implements AutoCloseable {

    private final Map<String, Holder> holders = new LinkedHashMap<>();
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Optional<NamedNamespaces> names;

    private Machines(Optional<NamedNamespaces> names) {
        this.names = names;
    }

    /**
     * Starts all of them, side by side.
     *
     * @param names where namespaces get names; empty where they get none
     */
    static Machines start(String lab, Vpc vpc, Path directory, Optional<NamedNamespaces> names) throws IOException {
        Machines machines = new Machines(names);
        try {
            Map<String, Machine.Kind> kinds = new LinkedHashMap<>();
            kinds.put(LabVpc.FABRIC, Machine.Kind.FABRIC);
            vpc.instances().keySet().forEach(each -> kinds.put(each, Machine.Kind.INSTANCE));
            vpc.outside().keySet().forEach(each -> kinds.put(each, Machine.Kind.OUTSIDE));
            for (String name : kinds.keySet()) {
                machines.start(name, visibleName(lab, name), Files.createDirectory(directory.resolve(name)));
            }
            for (Map.Entry<String, Machine.Kind> each : kinds.entrySet()) {
                machines.ready(each.getKey(), each.getValue(), lab);
            }
            return machines;
        } catch (IOException | RuntimeException e) {
            machines.close();
            throw e;
        }
    }

    /** As {@code ip netns} shows it. */
    static String visibleName(String lab, String machine) {
        return "enid-" + lab + "-" + machine;
    }

    private void start(String name, String visible, Path directory) throws IOException {
        Namespace network = names.isPresent() ? names.get().create(visible) : Namespace.create();
        try {
            holders.put(name, Holder.start(name, network, directory));
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private void ready(String name, Machine.Kind kind, String lab) throws IOException {
        long process = holder(name).process();
        machines.put(name, new Machine(name, kind, process, names.map(_ -> visibleName(lab, name))));
    }

    private Holder holder(String name) {
        Holder holder = holders.get(name);
        if (holder == null) {
            throw new VpcException(
                    VpcException.Code.INSTANCE_NOT_FOUND,
                    "no machine " + Quoted.of(name) + "; there are " + String.join(", ", holders.keySet()));
        }
        return holder;
    }

    List<Machine> all() {
        return List.copyOf(machines.values());
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
