package dev.enid.core.world;

import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Route;
import dev.enid.core.simulate.Flow;
import dev.enid.core.simulate.RouteLookup;
import dev.enid.core.simulate.Trace;
import dev.enid.core.snapshot.Ownership;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link Law#THE_PRIMARY_STAYS_REACHABLE}. */
final class PrimaryPath {

    /** Clients outside, IMDS, the subnet's gateway and DNS, a neighbor, and a machine in another subnet. */
    private static final List<Ip> DESTINATIONS = List.of(
            Ip.parse("192.0.2.1"),
            Ip.parse("198.51.100.7"),
            Ip.parse("203.0.113.99"),
            Ip.parse("169.254.169.254"),
            Ip.parse("10.0.1.1"),
            Ip.parse("10.0.1.2"),
            Ip.parse("10.0.1.250"),
            Ip.parse("10.0.9.9"),
            Ip.parse("2001:db8:ffff::1"),
            Ip.parse("2001:db8:0:1::250"),
            Ip.parse("fd00:ec2::254"));

    /** Machines in the subnets of other ENIs: what has no source yet may well start by those. */
    private static final List<Ip> BESIDE = List.of(
            Ip.parse("10.0.2.250"), Ip.parse("2001:db8:0:2::250"), Ip.parse("10.0.3.250"), Ip.parse("10.0.4.250"));

    private final Pass pass;
    private final Link link;
    private final List<Ip> own;
    private final List<String> broken = new ArrayList<>();

    private PrimaryPath(Pass pass) {
        this.pass = pass;
        this.link = pass.before().link("eth0").orElseThrow();
        EniSetup eni = pass.world().primaryEni();
        this.own = pass.before().addresses().stream()
                .filter(each -> each.link() == link.index())
                .map(Address::ip)
                .filter(ip -> ip.equals(eni.v4(0)) || ip.equals(eni.v6(0)))
                .toList();
    }

    static List<String> violations(Pass pass) {
        PrimaryPath path = new PrimaryPath(pass);
        List<Flow> expected = path.expected();
        pass.eachStage((state, words) -> path.check(state, words, expected));
        return path.broken;
    }

    private void check(KernelState state, String words, List<Flow> expected) {
        if (!state.link(link.index()).map(Link::up).orElse(false)) {
            broken.add(words + ": eth0 is not up");
        }
        for (Ip ip : own) {
            if (state.addresses().stream()
                    .noneMatch(each -> each.link() == link.index() && each.ip().equals(ip))) {
                broken.add(words + ": eth0 has not got " + ip);
            }
        }
        RouteLookup lookup = new RouteLookup(state);
        for (Flow flow : expected) {
            Trace now = lookup.trace(flow);
            if (!now.sent().leavesBy(link.index()) && !goesByWhatWoke(now)) {
                broken.add(words + ": " + flow + " " + now.sent().words(state) + ", before it left by eth0");
            }
        }
    }

    /**
     * A link that wakes with someone's address gets the kernel's route to its subnet. What has no source yet starts there; so does what
     * bears the primary's address, where a person does not let enid have a rule for it.
     */
    private boolean goesByWhatWoke(Trace now) {
        boolean ruled = !isOptedOut() && !pass.world().strangers().contains(Stranger.THE_TABLE_OF_THE_PRIMARY);
        return (now.flow().from().isEmpty() || !ruled)
                && pass.wakesOthers()
                && now.route().map(Route::protocol).equals(Optional.of(Route.PROTOCOL_KERNEL));
    }

    private boolean isOptedOut() {
        return pass.world().choice() == World.Choice.IGNORE_THE_PRIMARY;
    }

    /** What leaves by the primary before the first step, and has to do so throughout. */
    private List<Flow> expected() {
        RouteLookup first = new RouteLookup(pass.before());
        RouteLookup last = new RouteLookup(pass.after());
        return flows().stream()
                .filter(flow -> first.trace(flow).verdict().leavesBy(link.index())
                        && sent(first, flow).verdict().leavesBy(link.index()))
                .filter(flow -> !mayBeLetGo(sent(first, flow), sent(last, flow)))
                .filter(flow -> !isByStranger(sent(last, flow)))
                .toList();
    }

    private List<Flow> flows() {
        List<Flow> flows = new ArrayList<>();
        DESTINATIONS.stream().map(Flow::to).forEach(flows::add);
        for (Ip source : own) {
            for (List<Ip> destinations : List.of(DESTINATIONS, BESIDE)) {
                destinations.stream()
                        .filter(to -> to.family() == source.family())
                        .map(to -> Flow.of(source, to))
                        .forEach(flows::add);
            }
        }
        return flows;
    }

    /**
     * What only a rule of ours kept on the primary may go where others lead it: when the last other ENI has gone, when the primary is
     * opted out, or when the address that was the source has gone.
     */
    private boolean mayBeLetGo(Trace first, Trace last) {
        boolean byOurs = first.rule().filter(Ownership.OF_ENID::owns).isPresent();
        boolean byOthers = !last.verdict().leavesBy(link.index())
                && last.route()
                        .filter(route -> Ownership.OF_ENID.owns(route) && route.table() != Pass.COPIES)
                        .isEmpty();
        boolean sourceIsOwn = first.verdict().source().filter(own::contains).isPresent();
        return byOurs && (byOthers || isOptedOut() || !sourceIsOwn);
    }

    /** Where someone's own rule decides, that is his will. */
    private static boolean isByStranger(Trace trace) {
        return trace.rule()
                .filter(rule -> !Ownership.OF_ENID.owns(rule) && rule.protocol() != Route.PROTOCOL_KERNEL)
                .isPresent();
    }

    /** The look-up that counts: of what has no source, the second. */
    private static Trace sent(RouteLookup lookup, Flow flow) {
        Trace trace = lookup.trace(flow);
        return trace.bound().orElse(trace);
    }
}
