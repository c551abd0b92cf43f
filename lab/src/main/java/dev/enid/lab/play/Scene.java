package dev.enid.lab.play;

import dev.enid.agent.operations.OperationFailed;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.fabric.Machine;
import dev.enid.lab.imds.Traffic;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.scenario.Observation;
import dev.enid.lab.server.Lab;
import dev.enid.lab.server.LabView;
import dev.enid.lab.topology.RouteTable;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A lab as a scenario sees it: its machines by name, and what there is to look at. Every machine answers at the echo port. */
final class Scene implements AutoCloseable {

    private static final int ECHO = 7;
    private static final Pattern PLACE = Pattern.compile("\\{([^{}. ]+)\\.(id|link|mac)}");

    private final Lab lab;
    private final Supplier<LabView> show;
    private final Inside inside;
    private final Daemons daemons;
    private final TreeMap<String, Echo> echoes = new TreeMap<>();

    Scene(Player.Parts parts, Inside inside, Daemons daemons) {
        this.lab = parts.lab();
        this.show = parts.show();
        this.inside = inside;
        this.daemons = daemons;
    }

    LabVpc network() {
        return lab.network();
    }

    private Vpc vpc() {
        return lab.network().vpc();
    }

    Machine machine(String name) {
        return lab.network().machine(name);
    }

    boolean isInstance(String machine) {
        return vpc().instances().containsKey(machine);
    }

    List<VpcEni> attached(String instance) {
        return vpc().attached(vpc().instance(instance).name());
    }

    /** The instance that an address, or an ENI, is at; the empty text where it is at none. */
    String holder(String target) {
        return addresses(target).stream()
                .flatMap(ip -> vpc().owner(ip).stream())
                .flatMap(eni -> eni.attachment().stream())
                .map(each -> each.instance())
                .findFirst()
                .orElse("");
    }

    /** Of an ENI all there are now; an address as it is. */
    List<Ip> addresses(String target) {
        if (Character.isDigit(target.charAt(0)) || target.indexOf(':') >= 0) {
            return List.of(Ip.parse(target));
        }
        return vpc().eni(target).addresses().toList();
    }

    /** Everyone who is there now listens. */
    void listen() throws IOException {
        for (Machine each : lab.network().machines()) {
            if (each.kind() != Machine.Kind.FABRIC && !echoes.containsKey(each.name())) {
                echoes.put(each.name(), Echo.onAny(lab.network(), each.name(), ECHO));
            }
        }
    }

    /** Runs a command in a machine. */
    Inside.Ran run(String machine, List<String> command) throws IOException, InterruptedException {
        listen();
        return inside.run(machine(machine), filled(command));
    }

    /** The command with ids, links and MAC addresses where places for them are. */
    List<String> filled(List<String> command) throws IOException {
        List<String> filled = new ArrayList<>();
        for (String word : command) {
            StringBuilder text = new StringBuilder();
            Matcher place = PLACE.matcher(word);
            while (place.find()) {
                place.appendReplacement(text, Matcher.quoteReplacement(place(place.group(1), place.group(2))));
            }
            filled.add(place.appendTail(text).toString());
        }
        return filled;
    }

    private String place(String name, String what) throws IOException {
        if (isInstance(name)) {
            return vpc().instance(name).id();
        }
        RouteTable table = vpc().routeTables().get(name);
        if (table != null) {
            return table.id();
        }
        VpcEni eni = vpc().eni(name);
        return switch (what) {
            case "id" -> eni.id().text();
            case "mac" -> eni.mac().toString();
            default -> {
                String instance = eni.attachment()
                        .orElseThrow(() -> new IOException(name + " is not attached, and has no link"))
                        .instance();
                yield KernelObjects.of(machine(instance))
                        .link(eni.mac())
                        .orElseThrow(() -> new IOException(name + " has no link in " + instance));
            }
        };
    }

    /** What a look shows, and with which code a command ended; 0 where it is no command. */
    Inside.Ran look(Observation.Text what) throws IOException, InterruptedException, OperationFailed {
        return switch (what) {
            case Observation.Output(String machine, List<String> command) -> run(machine, command);
            case Observation.Of(Observation.Aspect aspect, String instance) ->
                new Inside.Ran(0, look(aspect, instance).strip());
        };
    }

    private String look(Observation.Aspect aspect, String instance)
            throws IOException, InterruptedException, OperationFailed {
        return switch (aspect) {
            case STATUS -> answerOr(new Answers(machine(instance)).status().orElse(""), instance, "status");
            case PLAN -> answerOr(new Answers(machine(instance)).plan().orElse(""), instance, "plan");
            case LOG -> daemons.written(instance);
            case OURS -> KernelObjects.of(machine(instance)).ours();
            case OTHERS -> KernelObjects.of(machine(instance)).others(secondary(instance));
        };
    }

    private String answerOr(String answer, String instance, String command) throws IOException, InterruptedException {
        return answer.isEmpty() ? run(instance, List.of("enid", command)).output() : answer;
    }

    /** Whether nothing is to be changed in an instance, with a daemon or without. */
    Verdict nothingPlanned(String instance) throws IOException, InterruptedException, OperationFailed {
        if (new Answers(machine(instance)).status().isPresent()) {
            return new Answers(machine(instance)).nothingPlanned();
        }
        Inside.Ran plan = run(instance, List.of("enid", "plan"));
        return plan.exit() == 0 ? Verdict.good("") : Verdict.bad("nothing is planned", plan.output());
    }

    Verdict converged(String instance) throws OperationFailed, InterruptedException {
        return new Answers(machine(instance)).converged(attached(instance));
    }

    private Set<Mac> secondary(String instance) {
        return attached(instance).stream().skip(1).map(VpcEni::mac).collect(Collectors.toSet());
    }

    long count(Observation.Count what) throws IOException, InterruptedException {
        return switch (what) {
            case Observation.Asked(Observation.Traffic traffic, String instance) ->
                count(traffic, lab.imds().traffic(vpc().instance(instance).id()));
            case Observation.Met(Observation.Service service, String kind) ->
                met(service, show.get()).stream()
                        .filter(each -> each.kind().equals(kind))
                        .mapToLong(LabView.ConsumedView::requests)
                        .sum();
            case Observation.Processes(String machine) ->
                run(machine, List.of("ps", "-e", "-o", "pid=")).output().lines().count();
        };
    }

    private static List<LabView.ConsumedView> met(Observation.Service service, LabView view) {
        return switch (service) {
            case IMDS -> view.consumed();
            case EC2 -> view.ec2().consumed();
        };
    }

    private static long count(Observation.Traffic which, Traffic traffic) {
        return switch (which) {
            case REQUESTS -> traffic.requests();
            case TOKENS -> traffic.tokens();
            case CONNECTIONS -> traffic.connections();
        };
    }

    @Override
    public void close() {
        echoes.values().forEach(Echo::close);
    }
}
