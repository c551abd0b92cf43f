package dev.enid.core.adopt;

import dev.enid.core.adopt.KnownFiles.Fate;
import dev.enid.core.adopt.KnownFiles.Known;
import dev.enid.core.desire.Desired;
import dev.enid.core.file.FoundFile;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What peers left on a host, with the evidence.
 *
 * @param traces files, then units, processes, marks and what is in the kernel
 * @param files the known ones among the files, those of the primary ENI left out
 * @param notes what a person has to look at, in sentences
 */
public record Traces(List<Trace> traces, List<Known> files, List<String> notes) {

    /** Whose interface a unit of systemd is about. */
    private static final Pattern UNIT = Pattern.compile(
            "(?:policy-routes|refresh-policy-routes|ec2-ifup|ec2net-ifup)@(?<link>[^.]{1,15})\\.(?:service|timer)");

    private static final String STAYS = "stays: the primary ENI is left to who has it";

    public Traces {
        traces = List.copyOf(traces);
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    public static Traces of(Snapshot snapshot, Desired desired, Facts facts) {
        return new Search(snapshot, desired, facts).found();
    }

    /** Who was here, in the order of {@link Peer}. */
    public SortedSet<Peer> peers() {
        SortedSet<Peer> peers = new TreeSet<>();
        traces.forEach(each -> peers.add(each.peer()));
        return peers;
    }

    private static final class Search {
        private final Snapshot snapshot;
        private final Desired desired;
        private final Facts facts;
        private final Secondaries secondaries;
        private final KernelState state;
        private final List<Trace> traces = new ArrayList<>();
        private final List<Known> files = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        Search(Snapshot snapshot, Desired desired, Facts facts) {
            this.snapshot = snapshot;
            this.desired = desired;
            this.facts = facts;
            this.secondaries = new Secondaries(desired);
            this.state = snapshot.state();
        }

        Traces found() {
            facts.files()
                    .files()
                    .values()
                    .forEach(file -> KnownFiles.known(file).ifPresent(this::file));
            facts.units().forEach(this::unit);
            facts.clients().forEach(this::client);
            facts.marks()
                    .forEach(mark -> add(
                            Peer.UBUNTU_EC2NET,
                            "iptables " + mark,
                            "",
                            "its marks are 0x10001 and up",
                            "stays: it is yours to remove"));
            Peer peer = traces.isEmpty() ? Peer.BY_HAND : traces.getFirst().peer();
            List<Change> remains = Remains.of(snapshot, desired);
            if (!traces.isEmpty() || !remains.isEmpty()) {
                // Without any of these whoever configured the ENI is a network manager that goes on doing so.
                Claims.of(snapshot, desired).forEach(change -> claim(change, peer));
                remains.forEach(change -> remains(change, peer));
            }
            if (traces.stream().anyMatch(each -> each.peer() == Peer.BY_HAND)) {
                scripts();
            }
            notes.addAll(facts.trouble());
            return new Traces(traces, files, notes);
        }

        private void add(Peer peer, String what, String link, String evidence, String becomes) {
            traces.add(new Trace(peer, what, link, evidence, becomes));
        }

        /** What is about a link that is no secondary ENI (the primary, or none at all) stays where it is. */
        private boolean isOurs(String link) {
            return link.isEmpty() || secondaries.named(link).isPresent();
        }

        private void file(Known known) {
            String link = known.link();
            boolean there = state.link(link).isPresent();
            String becomes = known.fate() == Fate.OVERRIDDEN
                    ? "a file of that name in /etc goes before it"
                    : isOurs(link) ? "put aside" : there ? STAYS : "put aside";
            add(known.peer(), "file " + known.file().path(), link, known.evidence(), becomes);
            if (isOurs(link) || !there) {
                files.add(known);
            }
        }

        private void unit(String unit) {
            Matcher name = UNIT.matcher(unit);
            boolean networkd = unit.startsWith("policy-routes@") || unit.startsWith("refresh-policy-routes@");
            boolean ubuntu =
                    facts.files().files().keySet().stream().anyMatch(path -> path.startsWith("/etc/network/ec2net"));
            Peer peer = networkd ? Peer.NET_UTILS_2 : ubuntu ? Peer.UBUNTU_EC2NET : Peer.NET_UTILS_1;
            add(
                    peer,
                    "unit " + unit,
                    name.matches() ? name.group("link") : "",
                    "systemd has loaded it",
                    unit.endsWith(".timer") ? "stopped and masked" : "masked");
        }

        private void client(Facts.Client client) {
            if (secondaries.named(client.link()).isPresent()) {
                Peer peer = traces.isEmpty() ? Peer.BY_HAND : traces.getFirst().peer();
                add(
                        peer,
                        "process " + client.process(),
                        client.link(),
                        client.command(),
                        "ended; the address stays, without a lease");
            }
        }

        private void claim(Change change, Peer peer) {
            if (change.step() instanceof KernelStep.Put) {
                return;
            }
            if (change.step() instanceof KernelStep.Drop(KernelObject dropped) && Holds.isHold(dropped)) {
                return;
            }
            KernelObject there = change.step() instanceof KernelStep.Replace replace
                    ? replace.old()
                    : change.step().object();
            add(peer, there.toIproute2(state), link(there), evidence(there), "becomes enid's");
        }

        private void remains(Change change, Peer peer) {
            KernelObject there = change.step().object();
            boolean strange = there instanceof Rule rule
                    && secondaries.of(rule).isEmpty()
                    && !facts.files().files().keySet().stream().anyMatch(path -> path.contains("ec2net"));
            Peer whose = strange ? Peer.BY_HAND : peer;
            add(whose, there.toIproute2(state), link(there), evidence(there), "goes last: " + change.because());
        }

        private String link(KernelObject object) {
            return object instanceof Rule rule
                    ? rule.selector()
                            .from()
                            .flatMap(secondaries::with)
                            .map(each -> each.link().name())
                            .orElse("")
                    : state.name(object.link());
        }

        private String evidence(KernelObject object) {
            int protocol = switch (object) {
                case Rule rule -> rule.protocol();
                case Route route -> route.protocol();
                case Address address -> address.protocol();
                case Link _, Neighbor _, Sysctl _, MarkTable _ -> 0;
            };
            String who = switch (protocol) {
                case Route.PROTOCOL_DHCP -> "by DHCP";
                case Route.PROTOCOL_RA -> "by a router advertisement";
                case Route.PROTOCOL_STATIC -> "by a network manager or a person";
                case Route.PROTOCOL_KERNEL -> "by the kernel";
                default -> "by a script or a person";
            };
            return object instanceof Address ? "an address of the ENI that enid has not put" : "made " + who;
        }

        /** Rules come back at the next boot, unless a person takes them out of what makes them. */
        private void scripts() {
            List<String> words = new ArrayList<>();
            for (Secondaries.Secondary each : secondaries.all()) {
                for (Ip ip : each.eni().ipv4()) {
                    words.add(ip.toString());
                }
                each.eni().prefixes().stream().map(Cidr::toString).forEach(words::add);
            }
            facts.files().files().values().stream()
                    .filter(KnownFiles::isScript)
                    .filter(file -> words.stream().anyMatch(word -> says(file, word)))
                    .map(FoundFile::path)
                    .forEach(path -> notes.add(path + " names an address of a secondary ENI: what it does when the host"
                            + " boots is yours to take out, or enid finds it done again."));
        }

        private static boolean says(FoundFile file, String word) {
            return Pattern.compile("(?<![0-9a-fA-F.:])" + Pattern.quote(word) + "(?![0-9a-fA-F.:])")
                    .matcher(file.text())
                    .find();
        }
    }

    /** The files of one fate. */
    List<Known> files(Fate fate) {
        return files.stream().filter(each -> each.fate() == fate).toList();
    }
}
