package dev.enid.lab.fabric;

import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.OutsideMachine;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcException;
import dev.enid.lab.topology.VpcInstance;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The real {@link LabVpc}: machines, plugs and the fabric, and the one place where the VPC as a value changes. */
final class NamespacedVpc implements LabVpc {

    private static final String OUTSIDE_LINK = "eth0";

    private final String name;
    private final Machines machines;
    private final Plugs plugs;
    private final Fabric fabric;
    private final Runnable afterwards;
    private final List<Consumer<Vpc>> watchers = new CopyOnWriteArrayList<>();
    private final Moving moving = new Moving(this::arrive);
    private volatile Vpc vpc;
    private Delays delays = Delays.NONE;
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
        for (VpcInstance instance : running(vpc)) {
            boot(instance);
        }
        moving.follow(vpc, delays);
    }

    private static List<VpcInstance> running(Vpc vpc) {
        return vpc.instances().values().stream().filter(VpcInstance::running).toList();
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
        ResolverFile.write(vpc, instance, machines.machine(instance.name()));
    }

    private void plug(VpcEni eni) throws IOException {
        Optional<Attachment> attachment = eni.attachment().filter(_ -> vpc.plugged(eni));
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
    public synchronized Vpc change(UnaryOperator<Vpc> change) throws IOException {
        Vpc before = open();
        become(Moving.onTheWay(before, change.apply(before), delays));
        return vpc;
    }

    @Override
    public synchronized Vpc changeAtOnce(UnaryOperator<Vpc> change) throws IOException {
        become(change.apply(open()));
        return vpc;
    }

    @Override
    public synchronized void delays(Delays other) throws IOException {
        delays = other;
        become(Moving.onTheWay(open(), vpc, other));
    }

    @Override
    public synchronized Delays delays() {
        return delays;
    }

    /** An ENI's way is over, unless it went elsewhere meanwhile or the lab is down. */
    private synchronized void arrive(VpcEni eni) {
        if (!closed && eni.equals(vpc.enis().get(eni.name()))) {
            try {
                become(Moving.arrived(vpc, eni));
            } catch (IOException | RuntimeException e) {
                // Nobody waits for this: the log of the lab's process tells.
                System.err.println(eni.name() + " does not get where it was going: " + e);
            }
        }
    }

    /**
     * Makes it so. What appears is ready in the fabric before anyone hears of it, and everyone has heard before a link comes or
     * goes. All or nothing: where something cannot be had, what there was before is there again.
     */
    private void become(Vpc after) throws IOException {
        Vpc before = vpc;
        if (after.equals(before)) {
            moving.follow(before, delays);
            return;
        }
        Difference difference = Difference.between(before, after);
        try {
            for (VpcInstance instance : difference.booting()) {
                machines.start(instance.name(), Machine.Kind.INSTANCE);
                // Who hears of it may want to listen there.
                HostNetwork.configure(machines.network(instance.name()), "lo", _ -> List.of());
            }
            for (VpcEni eni : difference.appearing()) {
                plugs.make(Port.of(eni));
            }
            fabric.become(after);
            tell(after);
            for (VpcEni eni : difference.vanishing()) {
                plugs.pull(eni.name());
            }
            for (VpcEni eni : difference.hotplugged()) {
                plug(eni);
            }
            for (VpcInstance instance : difference.booting()) {
                boot(instance);
            }
        } catch (IOException | RuntimeException e) {
            undo(before, difference, e);
            throw e;
        }
        for (VpcInstance instance : difference.ending()) {
            machines.stop(instance.name());
        }
        moving.follow(after, delays);
    }

    private void undo(Vpc before, Difference difference, Exception why) {
        tell(before);
        try {
            for (VpcEni eni : difference.appearing()) {
                plugs.pull(eni.name());
            }
            for (VpcInstance instance : difference.booting()) {
                machines.stop(instance.name());
            }
            fabric.become(before);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private Vpc open() {
        if (closed) {
            throw new VpcException(VpcException.Code.INVALID, "lab " + name + " is down");
        }
        return vpc;
    }

    private void tell(Vpc after) {
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
            moving.close();
            plugs.close();
            fabric.close();
            machines.close();
            afterwards.run();
        }
    }
}
