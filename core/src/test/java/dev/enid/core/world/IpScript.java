package dev.enid.core.world;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.simulate.Simulated;
import dev.enid.core.simulate.Simulation;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Commands as people type them, carried out on a simulated kernel: {@code address add 10.0.1.10/24 dev eth0}, {@code route add
 * default via 10.0.1.1 metric 100}, {@code rule add from 10.0.2.20 lookup 10001 pref 10001}, {@code link set eth0 up}. A line that
 * starts with {@code -6} is about IPv6. A route needs no device where an address tells it.
 */
public final class IpScript {

    private KernelState state;

    private IpScript(KernelState state) {
        this.state = state;
    }

    /** A network namespace as it is born, with {@code lo} up. */
    public static IpScript born() {
        IpScript script = new IpScript(KernelState.EMPTY);
        for (Sysctl.Name name : Sysctl.Name.values()) {
            script.step(new KernelStep.Put(new Sysctl(0, name, 0)));
        }
        script.state = Simulation.linkAdded(script.state, link(1, "lo", "", Optional.empty(), true));
        for (Family family : Family.values()) {
            script.rule(family, 0, Route.LOCAL).rule(family, 32_766, Route.MAIN);
        }
        script.rule(Family.V4, 32_767, 253);
        return script.run(
                "link set lo up", "address add 127.0.0.1/8 dev lo", "address add ::1/128 dev lo noprefixroute");
    }

    public static IpScript on(KernelState state) {
        return new IpScript(state);
    }

    private IpScript rule(Family family, int priority, int table) {
        step(new KernelStep.Put(Rule.lookup(family, priority, Rule.Selector.ALL, table, Route.PROTOCOL_KERNEL)));
        return this;
    }

    public KernelState state() {
        return state;
    }

    /** All of it has to go well. */
    public IpScript run(String... lines) {
        for (String line : lines) {
            if (one(line) instanceof Simulated.Refused refused) {
                throw new IllegalArgumentException(line + ": " + refused.fault());
            }
        }
        return this;
    }

    /** As a careless script runs: what the kernel refuses, or what names a link that is not there, is left out. */
    public IpScript tryAll(List<String> lines) {
        lines.forEach(this::attempt);
        return this;
    }

    /** Whether the kernel took it. */
    private boolean attempt(String line) {
        try {
            return one(line) instanceof Simulated.Done;
        } catch (java.util.NoSuchElementException _) {
            return false;
        }
    }

    /** Carries one line out; the state changes when it goes well. */
    public Simulated one(String line) {
        Words words = new Words(line);
        return switch (words.next()) {
            case "link" -> link(words);
            case "address" -> step(words.next(), objects().address(words));
            case "route" -> step(words.next(), objects().route(words));
            case "rule" -> step(words.next(), objects().rule(words));
            case "neighbor" -> step(words.next(), objects().neighbor(words));
            case "sysctl" -> step(new KernelStep.Put(objects().sysctl(words.next())));
            case String other -> throw new IllegalArgumentException("not a command: " + other);
        };
    }

    private IpObjects objects() {
        return new IpObjects(state);
    }

    private Simulated step(String verb, KernelObject object) {
        return switch (verb) {
            case "add" -> step(new KernelStep.Put(object));
            case "replace" -> step(new KernelStep.Replace(object, object));
            case "del" -> step(new KernelStep.Drop(object));
            default -> throw new IllegalArgumentException("not a verb: " + verb);
        };
    }

    private Simulated step(KernelStep step) {
        Simulated simulated = Simulation.step(state, step);
        if (simulated instanceof Simulated.Done done) {
            state = done.state();
        }
        return simulated;
    }

    private Simulated link(Words words) {
        String verb = words.next();
        String name = words.next();
        if (verb.equals("add")) {
            int index = words.after("index")
                    .map(Integer::parseInt)
                    .orElse(state.links().size() + 1);
            Optional<Mac> mac = words.after("address").map(Mac::parse);
            Link added = link(index, name, words.after("type").orElse(""), mac, false);
            Optional<Integer> master = words.after("master").map(objects()::index);
            Optional<Integer> parent = words.after("parent").map(objects()::index);
            state = Simulation.linkAdded(state, on(added, master.orElse(0), parent.orElse(0), words.flag("elsewhere")));
            return new Simulated.Done(state);
        }
        Link link = state.link(name).orElseThrow();
        if (verb.equals("del")) {
            return step(new KernelStep.Drop(link));
        }
        Optional<String> renamed = words.after("name");
        if (renamed.isPresent()) {
            state = Simulation.linkRenamed(state, link.index(), renamed.get());
            return new Simulated.Done(state);
        }
        Link wanted = link.withMtu(words.after("mtu").map(Integer::parseInt).orElse(link.mtu()));
        Optional<String> altName = words.after("altname");
        if (altName.isPresent()) {
            TreeSet<String> names = new TreeSet<>(link.altNames());
            names.add(altName.get());
            wanted = wanted.withAltNames(names);
        }
        boolean up = words.flag("up") || (!words.flag("down") && link.up());
        return step(new KernelStep.Replace(link, wanted.withUp(up)));
    }

    private static Link link(int index, String name, String kind, Optional<Mac> mac, boolean loopback) {
        int maxMtu = loopback || !kind.isEmpty() ? 0 : 9216;
        return new Link(
                index,
                name,
                kind,
                mac,
                mac,
                loopback ? 65_536 : 1500,
                maxMtu,
                false,
                false,
                loopback,
                0,
                0,
                false,
                new TreeSet<>());
    }

    private static Link on(Link link, int master, int parent, boolean elsewhere) {
        return new Link(
                link.index(),
                link.name(),
                link.kind(),
                link.mac(),
                link.permanentMac(),
                link.mtu(),
                link.maxMtu(),
                link.up(),
                link.carrier(),
                link.loopback(),
                master,
                parent,
                elsewhere,
                link.altNames());
    }
}
