package dev.enid.lab.fabric;

import dev.enid.core.ip.Cidr;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.CreateRequest;
import dev.enid.lab.topology.OutsideMachine;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcException;
import dev.enid.lab.topology.VpcInstance;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The real {@link LabVpc}: machines, plugs and the fabric, and the one place where the VPC as a value changes. */
final class NamespacedVpc implements LabVpc {

    private static final String OUTSIDE_LINK = "eth0";

    private final String name;
    private final Machines machines;
    private final Plugs plugs;
    private final Fabric fabric;
    private final Runnable afterwards;
    private final List<Consumer<Vpc>> watchers = new CopyOnWriteArrayList<>();
    private volatile Vpc vpc;
    private boolean closed;

    /** @param afterwards what is left to tidy up when everything else is closed */
    private NamespacedVpc(String name, Vpc vpc, Machines machines, Plugs plugs, Fabric fabric, Runnable afterwards) {
        this.name = name;
        this.vpc = vpc;
        this.machines = machines;
        this.plugs = plugs;
        this.fabric = fabric;
        this.afterwards = afterwards;
    }

    /** Boots the fabric, then every machine of the topology, in the machines' namespaces. */
    static NamespacedVpc boot(String name, Vpc vpc, Machines machines, Runnable afterwards) throws IOException {
        Namespace namespace = machines.network(FABRIC);
        Fabric fabric = new Fabric(namespace, java.time.InstantSource.system());
        try {
            Plugs plugs = new Plugs(namespace);
            NamespacedVpc lab = new NamespacedVpc(name, vpc, machines, plugs, fabric, afterwards);
            try {
                lab.boot(namespace);
                return lab;
            } catch (IOException | RuntimeException e) {
                plugs.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            fabric.close();
            throw e;
        }
    }

    private void boot(Namespace namespace) throws IOException {
        for (Port port : Port.of(vpc)) {
            plugs.make(port);
        }
        fabric.become(vpc);
        Fabric.withoutRuleZero(namespace);
        for (OutsideMachine machine : vpc.outside().values()) {
            Namespace there = machines.network(machine.name());
            HostNetwork.reset(there);
            plugs.plug(Port.of(vpc.identity(), machine), there, OUTSIDE_LINK);
            HostNetwork.configure(there, OUTSIDE_LINK, link -> HostNetwork.outside(machine, link));
        }
        for (VpcInstance instance : vpc.instances().values()) {
            boot(instance);
        }
    }

    private void boot(VpcInstance instance) throws IOException {
        Namespace there = machines.network(instance.name());
        HostNetwork.reset(there);
        for (VpcEni eni : vpc.attached(instance.name())) {
            plug(eni);
        }
        VpcEni primary = vpc.primary(instance.name());
        String link = primary.attachment().flatMap(Attachment::interfaceName).orElse("");
        HostNetwork.configure(
                there, link, index -> HostNetwork.primary(instance.manager(), vpc.subnet(primary), primary, index));
    }

    private void plug(VpcEni eni) throws IOException {
        Optional<Attachment> attachment = eni.attachment();
        Optional<String> link = attachment.flatMap(Attachment::interfaceName);
        if (attachment.isPresent() && link.isPresent()) {
            plugs.plug(Port.of(eni), machines.network(attachment.get().instance()), link.get());
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Vpc vpc() {
        return vpc;
    }

    @Override
    public synchronized Vpc attach(List<AttachRequest> requests) throws IOException {
        Vpc before = open();
        Vpc after = before;
        for (AttachRequest request : requests) {
            after = after.attach(request);
        }
        List<VpcEni> enis = new ArrayList<>();
        for (AttachRequest request : requests) {
            enis.add(after.eni(request.eni()));
        }
        try {
            for (VpcEni eni : enis) {
                if (!eni.efaOnly()) {
                    plugs.make(Port.of(eni));
                }
            }
            fabric.become(after);
            change(after);
            for (VpcEni eni : enis) {
                plug(eni);
            }
        } catch (IOException | RuntimeException e) {
            undo(before, enis, e);
            throw e;
        }
        return after;
    }

    /** All or nothing: an ENI that cannot be plugged in takes those of the same request out again. */
    private void undo(Vpc before, List<VpcEni> enis, Exception why) {
        change(before);
        try {
            for (VpcEni eni : enis) {
                plugs.pull(eni.name());
            }
            fabric.become(before);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    @Override
    public synchronized Vpc detach(String eni) throws IOException {
        Vpc before = open();
        Vpc after = before.detach(eni);
        change(after);
        plugs.pull(before.eni(eni).name());
        fabric.become(after);
        return after;
    }

    @Override
    public synchronized Vpc assign(String eni, AssignRequest request) throws IOException {
        return reshape(open().assign(eni, request));
    }

    @Override
    public synchronized Vpc unassign(String eni, List<Cidr> owned) throws IOException {
        return reshape(open().unassign(eni, owned));
    }

    @Override
    public synchronized Vpc create(CreateRequest request) throws IOException {
        return reshape(open().create(request));
    }

    @Override
    public synchronized Vpc delete(String eni) throws IOException {
        return reshape(open().delete(eni));
    }

    @Override
    public synchronized Vpc check(String eni, boolean on) throws IOException {
        return reshape(open().check(eni, on));
    }

    private Vpc reshape(Vpc after) throws IOException {
        fabric.become(after);
        change(after);
        return after;
    }

    private Vpc open() {
        if (closed) {
            throw new VpcException(VpcException.Code.INVALID, "lab " + name + " is down");
        }
        return vpc;
    }

    private void change(Vpc after) {
        if (!after.equals(vpc)) {
            vpc = after;
            watchers.forEach(watcher -> watcher.accept(after));
        }
    }

    @Override
    public void watch(Consumer<Vpc> watcher) {
        watchers.add(watcher);
    }

    @Override
    public List<Machine> machines() {
        return machines.all();
    }

    @Override
    public Machine machine(String machine) {
        return machines.machine(machine);
    }

    @Override
    public <T> T inside(String machine, Inside<T> action) throws IOException {
        return machines.network(machine).<T, IOException>call(action::run);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            plugs.close();
            fabric.close();
            machines.close();
            afterwards.run();
        }
    }
}
