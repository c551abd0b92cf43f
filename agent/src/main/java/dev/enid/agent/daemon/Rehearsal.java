package dev.enid.agent.daemon;

import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Policy;
import dev.enid.core.desire.Settings;
import dev.enid.core.file.BackendChoice;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.EniId;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.plan.Plan;
import dev.enid.core.plan.Planner;
import dev.enid.core.reading.Reading;
import dev.enid.core.report.PlanView;
import dev.enid.core.report.StatusView;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import dev.enid.linux.posix.LinuxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plans, over and over, what an instance of the documentation's addresses would need, and writes the requests without sending
 * them; reads the kernel's tables as a pass does. Nothing is changed by it. A JVM runs code fast only after it has run it
 * often, and the first ENI to be plugged in shall not wait for that.
 */
public final class Rehearsal {

    private static final int SECONDARY_ENIS = 2;
    private static final int ADDRESSES = 8;

    private final Kernel kernel;
    private final Snapshot snapshot = snapshot();
    private int left;

    /** @param times after which the JVM has compiled what matters: some 200 */
    public Rehearsal(Kernel kernel, int times) {
        this.kernel = kernel;
        this.left = times;
    }

    /** Does a piece, some milliseconds long. */
    public void piece() {
        left--;
        Desired desired = Policy.desire(snapshot, Settings.DEFAULT);
        Plan plan = Planner.plan(snapshot, desired);
        kernel.rehearse(plan.changes());
        try {
            kernel.observe(Kernel.Scope.HOST);
        } catch (LinuxException e) {
            // A pass will say so; there is nothing to warm up then.
            left = 0;
        }
    }

    /** What {@code enid status} would show of it. */
    public StatusView status() {
        Desired desired = Policy.desire(snapshot, Settings.DEFAULT);
        BackendChoice backend = BackendChoice.of(Settings.DEFAULT.backend(), HostEnvironment.UNKNOWN);
        return StatusView.of(snapshot, desired, Planner.plan(snapshot, desired), backend, true, List.of());
    }

    /** What {@code enid plan} would show of it. */
    public PlanView plan() {
        Desired desired = Policy.desire(snapshot, Settings.DEFAULT);
        return PlanView.of(snapshot, desired, Planner.plan(snapshot, desired));
    }

    public boolean isDone() {
        return left <= 0;
    }

    private static Snapshot snapshot() {
        Instant at = Instant.EPOCH;
        List<Eni> enis = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        for (int i = 0; i <= SECONDARY_ENIS; i++) {
            enis.add(eni(i));
            links.add(link(i));
        }
        Route byDhcp = Route.unicast(
                Route.MAIN,
                Cidr.parse("0.0.0.0/0"),
                new NextHop(index(0), Optional.of(Ip.parse("192.0.2.1")), 1, 0),
                100,
                Route.PROTOCOL_DHCP);
        Route bridge =
                Route.unicast(Route.MAIN, Cidr.parse("172.17.0.0/16"), NextHop.direct(1000), 0, Route.PROTOCOL_KERNEL);
        Address primary = Address.of(index(0), Ip.parse("192.0.2.4"), 26, Address.PERMANENT, 0);
        KernelState state =
                new KernelState(links, List.of(primary), List.of(byDhcp, bridge), List.of(), List.of(), List.of());
        return new Snapshot(
                new Reading.Fresh<>(new Instance("i-00000000", "none", enis, List.of()), at),
                new Reading.Fresh<>(state, at),
                new HostFacts(List.of(), Ownership.OF_ENID, Set.of()));
    }

    private static int index(int eni) {
        return 100 + eni;
    }

    private static Mac mac(int eni) {
        return new Mac(0x02005e005300L + eni);
    }

    private static Eni eni(int number) {
        Ip base = Ip.parse("192.0.2.0").plus(64L * number);
        List<Ip> ipv4 = new ArrayList<>();
        List<Ip> ipv6 = new ArrayList<>();
        for (int i = 0; i < ADDRESSES; i++) {
            ipv4.add(base.plus(4 + i));
            ipv6.add(Ip.parse("2001:db8::").plus(256L * number + i + 4));
        }
        return new Eni(
                new EniId(String.format("eni-%08x", number)),
                mac(number),
                number == 0,
                0,
                number,
                Optional.of(Cidr.of(base, 26)),
                List.of(Cidr.parse("2001:db8::/64")),
                ipv4,
                ipv6,
                List.of());
    }

    private static Link link(int number) {
        return new Link(
                index(number),
                "eth" + number,
                "",
                Optional.of(mac(number)),
                Optional.empty(),
                1500,
                9216,
                false,
                true,
                false,
                0,
                0,
                false,
                new TreeSet<>());
    }
}
