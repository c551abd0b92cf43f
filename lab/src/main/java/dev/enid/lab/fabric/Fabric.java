package dev.enid.lab.fabric;

import dev.enid.agent.pass.Executor;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.Outcome;
import dev.enid.core.plan.Plan;
import dev.enid.core.plan.Planner;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import dev.enid.lab.topology.Vpc;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.Sysctls;
import dev.enid.linux.session.Namespace;
import dev.enid.linux.session.RtnetlinkSession;
import dev.enid.linux.wire.Request;
import dev.enid.linux.wire.RuleMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The fabric's namespace, kept as {@link FabricPolicy} wants it: observe, desire, plan, apply, verify. */
final class Fabric implements AutoCloseable {

    private static final Kernel.Scope SCOPE = new Kernel.Scope(true, link -> !link.loopback(), Set.of());

    private static final HostFacts FACTS = new HostFacts(List.of(), new Ownership(Ownership.LAB, Set.of()), Set.of());

    private static final Fault NO_INSTANCE =
            new Fault(Fault.Kind.DISABLED, "reading the metadata service", "a fabric is no instance");

    private final Kernel kernel;
    private final Executor executor;
    private final InstantSource clock;
    private final Namespace namespace;
    private Translation translation = Translation.NONE;

    Fabric(Namespace namespace, InstantSource clock) throws IOException {
        OwnNetwork.refuse(namespace);
        namespace.<Boolean, IOException>call(() -> {
            route(new Sysctls());
            return true;
        });
        this.kernel = Kernel.open(namespace);
        this.executor = new Executor(kernel);
        this.clock = clock;
        this.namespace = namespace;
    }

    /** What the ports of a router need, as defaults: a port has them from its first moment. */
    private static void route(Sysctls sysctls) throws IOException {
        for (String which : List.of("all", "default")) {
            sysctls.write(which, Sysctl.Name.DISABLE_IPV6, 0);
            sysctls.write(which, Sysctl.Name.RP_FILTER, 0);
            sysctls.write(which, Sysctl.Name.ARP_IGNORE, 0);
            sysctls.write(which, Sysctl.Name.FORWARDING, 1);
            sysctls.write(which, Sysctl.Name.FORWARDING_V6, 1);
        }
        sysctls.write("default", Sysctl.Name.PROXY_ARP, 1);
        sysctls.write("default", Sysctl.Name.PROXY_NDP, 1);
        sysctls.write("default", Sysctl.Name.ACCEPT_DAD, 0);
        keepProxies();
    }

    /**
     * A port has no carrier until its host brings the other end up, and the kernel throws proxy neighbors away when carrier is
     * lost (Linux 4.20), unless told not to (5.16). In between, neighbors of one subnet do not find each other over IPv6.
     */
    private static void keepProxies() throws IOException {
        Path setting = Path.of("/proc/sys/net/ipv6/conf/default/ndisc_evict_nocarrier");
        if (Files.exists(setting)) {
            Files.writeString(setting, "0\n");
        }
    }

    /** Takes the kernel's rule 0 away, which looks up local addresses for any source; ours at the end does it. */
    static void withoutRuleZero(Namespace namespace) throws IOException {
        try (RtnetlinkSession session = RtnetlinkSession.open(namespace)) {
            for (Family family : Family.values()) {
                boolean there = session.rules(family).stream().anyMatch(rule -> rule.priority() == 0);
                if (there) {
                    session.execute(
                            Request.delete(RuleMessage.of(family, 0, Rule.Action.LOOKUP.number(), Route.LOCAL)));
                }
            }
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    /**
     * Makes the fabric so, and looks whether it is.
     *
     * @throws LabException with what could not be made
     */
    void become(Vpc vpc) throws IOException {
        translate(Translation.of(vpc));
        Snapshot before = look();
        Plan plan = Planner.plan(before, FabricPolicy.desire(vpc, before.state()));
        if (plan.isEmpty() && plan.withheld().isEmpty()) {
            return;
        }
        Applied applied = executor.apply(plan);
        Snapshot after = look();
        Plan rest = Planner.plan(after, FabricPolicy.desire(vpc, after.state()));
        if (!rest.isEmpty() || !rest.withheld().isEmpty()) {
            throw new LabException("the fabric cannot be made: " + tell(applied, rest, after.state()));
        }
    }

    private void translate(Translation wanted) throws IOException {
        if (!wanted.equals(translation)) {
            wanted.install(namespace);
            translation = wanted;
        }
    }

    private static String tell(Applied applied, Plan rest, KernelState state) {
        String failures = applied.results().stream()
                .filter(result -> result.outcome() instanceof Outcome.Failed)
                .map(result -> ((Outcome.Failed) result.outcome()).fault().toString())
                .limit(5)
                .collect(Collectors.joining("; "));
        String missing = rest.changes().stream()
                .limit(5)
                .map(change -> words(change, state))
                .collect(Collectors.joining("; "));
        String withheld = rest.withheld().stream()
                .limit(5)
                .map(each -> words(each.change(), state) + " withheld, " + each.why())
                .collect(Collectors.joining("; "));
        return String.join(" | ", List.of(failures, missing, withheld));
    }

    private static String words(Change change, KernelState state) {
        return change.action().word() + " " + change.step().object().toIproute2(state);
    }

    private Snapshot look() throws IOException {
        KernelState state = kernel.observe(SCOPE);
        return new Snapshot(new Reading.Missing<>(NO_INSTANCE), new Reading.Fresh<>(state, clock.instant()), FACTS);
    }

    @Override
    public void close() {
        kernel.close();
    }
}
