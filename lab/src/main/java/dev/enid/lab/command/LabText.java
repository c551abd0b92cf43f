package dev.enid.lab.command;

import dev.enid.core.report.Styles;
import dev.enid.lab.server.LabView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A lab for a person. */
final class LabText {

    private static final String INDENT = "  ";
    /** Beyond that many, addresses are counted: an ENI can have a hundred. */
    private static final int MOST_ADDRESSES = 6;

    private final Styles styles;

    LabText(Styles styles) {
        this.styles = styles;
    }

    /** What came up, and how to go on. */
    List<String> up(LabView lab) {
        List<String> lines = new ArrayList<>(show(lab));
        String option = lab.name().equals(Labs.DEFAULT) ? "" : " --lab " + lab.name();
        String name = lab.name().equals(Labs.DEFAULT) ? "" : " " + lab.name();
        List<List<String>> next = new ArrayList<>();
        forExamples(lab).ifPresent(instance -> {
            next.add(List.of(
                    "enid lab exec" + option + " " + instance.name() + " -- enid status", "a command in an instance"));
            lab.detached().stream()
                    .findFirst()
                    .ifPresent(eni -> next.add(List.of(
                            "enid lab attach" + option + " " + instance.name() + " " + eni.name(), "plug an ENI in")));
        });
        lab.outside().stream()
                .findFirst()
                .ifPresent(machine -> forExamples(lab)
                        .flatMap(LabText::firstAddress)
                        .ifPresent(address -> next.add(List.of(
                                "enid lab exec" + option + " " + machine.name() + " -- ping " + address,
                                "from outside of the VPC"))));
        next.add(List.of("enid lab down" + name, "end it; nothing is left"));
        lines.add("");
        lines.add(styles.strong("next"));
        lines.addAll(new Columns(next).lines(INDENT));
        return lines;
    }

    /** The first instance with an ENI that is called after it and waits to be attached, or else the first. */
    private static Optional<LabView.InstanceView> forExamples(LabView lab) {
        return lab.instances().stream()
                .filter(instance ->
                        lab.detached().stream().anyMatch(eni -> eni.name().startsWith(instance.name())))
                .findFirst()
                .or(() -> lab.instances().stream().findFirst());
    }

    private static Optional<String> firstAddress(LabView.InstanceView instance) {
        return instance.enis().stream().flatMap(eni -> eni.addresses().stream()).findFirst();
    }

    List<String> show(LabView lab) {
        List<String> lines = new ArrayList<>();
        lines.add(styles.strong("lab " + lab.name()) + "  " + lab.vpc().id() + "  "
                + String.join(", ", lab.vpc().cidrs()));
        lines.addAll(new Columns(lab.subnets().stream()
                        .map(subnet -> List.of(
                                "subnet " + subnet.name(),
                                subnet.zone(),
                                String.join(", ", subnet.cidrs()),
                                "gateway " + String.join(", ", subnet.gateways())))
                        .toList())
                .lines(INDENT));
        for (LabView.InstanceView instance : lab.instances()) {
            lines.add("");
            lines.add(styles.strong("instance " + instance.name()) + "  " + instance.id() + "  " + instance.zone()
                    + "  "
                    + instance.namespace().map(name -> "ip netns " + name).orElse("process " + instance.process()));
            lines.addAll(
                    new Columns(instance.enis().stream().map(LabText::attached).toList()).lines(INDENT));
        }
        if (!lab.detached().isEmpty()) {
            lines.add("");
            lines.add(styles.strong("not attached"));
            lines.addAll(
                    new Columns(lab.detached().stream().map(LabText::detached).toList()).lines(INDENT));
        }
        if (!lab.outside().isEmpty()) {
            lines.add("");
            lines.add(styles.strong("outside of the VPC"));
            lines.addAll(new Columns(lab.outside().stream()
                            .map(machine -> List.of(machine.name(), String.join(", ", machine.addresses())))
                            .toList())
                    .lines(INDENT));
        }
        lines.add("");
        lines.add(styles.strong("metadata service") + "  " + String.join("  ", lab.endpoints()));
        lines.addAll(faults(lab));
        return lines;
    }

    /** Faults that are on, with what they are for, and how often each kind was met. */
    List<String> faults(LabView lab) {
        List<String> lines = new ArrayList<>();
        if (lab.faults().isEmpty()) {
            lines.add(INDENT + "no faults");
        }
        lines.addAll(new Columns(lab.faults().stream()
                        .map(fault -> List.of(
                                fault.fault(),
                                "for " + fault.instance().orElse("all"),
                                fault.remaining()
                                        .map(left -> left + " more requests")
                                        .orElse("until switched off"),
                                "met by " + fault.consumed()))
                        .toList())
                .lines(INDENT));
        return lines;
    }

    /** One ENI, after a change to it. */
    List<String> eni(LabView.EniView eni) {
        return eni.instance().isPresent()
                ? new Columns(List.of(attached(eni))).lines("")
                : new Columns(List.of(detached(eni))).lines("");
    }

    private static List<String> attached(LabView.EniView eni) {
        String card = eni.networkCard()
                .filter(number -> number > 0)
                .map(number -> "." + number)
                .orElse("");
        return List.of(
                eni.interface_().orElse(eni.efaOnly() ? "EFA-only" : "no link"),
                eni.name(),
                eni.mac(),
                "device " + eni.deviceIndex().map(String::valueOf).orElse("") + card,
                "subnet " + eni.subnet(),
                addresses(eni));
    }

    private static List<String> detached(LabView.EniView eni) {
        return List.of(eni.name(), eni.mac(), "subnet " + eni.subnet(), addresses(eni));
    }

    private static String addresses(LabView.EniView eni) {
        List<String> all = new ArrayList<>(eni.addresses());
        all.addAll(eni.prefixes());
        if (all.size() <= MOST_ADDRESSES) {
            return String.join(", ", all);
        }
        return String.join(", ", all.subList(0, MOST_ADDRESSES)) + " and " + (all.size() - MOST_ADDRESSES) + " more";
    }
}
