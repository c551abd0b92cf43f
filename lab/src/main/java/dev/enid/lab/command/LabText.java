package dev.enid.lab.command;

import dev.enid.agent.cli.Terminal;
import dev.enid.core.report.Page;
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

    private final Terminal out;
    private final Styles styles;
    private final Page page;

    LabText(Terminal out) {
        this.out = out;
        this.styles = out.styles();
        this.page = new Page(out.width());
    }

    private void print() {
        out.stream().print(page);
    }

    /** What came up, and how to go on. */
    void up(LabView lab) {
        everything(lab);
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
        page.blank().line(styles.strong("next"));
        new Columns(next).print(page, INDENT);
        print();
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

    void show(LabView lab) {
        everything(lab);
        print();
    }

    private void everything(LabView lab) {
        page.line(styles.strong("lab " + lab.name()) + "  " + lab.vpc().id() + "  "
                + String.join(", ", lab.vpc().cidrs()));
        rows(lab.subnets().stream()
                .map(subnet -> List.of(
                        "subnet " + subnet.name(),
                        subnet.zone(),
                        String.join(", ", subnet.cidrs()),
                        "gateway " + String.join(", ", subnet.gateways())))
                .toList());
        for (LabView.InstanceView instance : lab.instances()) {
            page.blank()
                    .line(styles.strong("instance " + instance.name()) + "  " + instance.id() + "  " + instance.zone()
                            + "  "
                            + instance.namespace()
                                    .map(name -> "ip netns " + name)
                                    .or(() -> instance.process().map(process -> "process " + process))
                                    .orElse(instance.state()));
            rows(instance.enis().stream().map(LabText::attached).toList());
        }
        if (!lab.detached().isEmpty()) {
            page.blank().line(styles.strong("not attached"));
            rows(lab.detached().stream().map(LabText::detached).toList());
        }
        if (!lab.elasticIps().isEmpty()) {
            page.blank().line(styles.strong("Elastic IPs"));
            rows(lab.elasticIps().stream()
                    .map(each -> List.of(
                            each.publicIp(),
                            each.allocationId(),
                            each.privateIp()
                                    .map(ip -> ip
                                            + each.eni()
                                                    .map(eni -> " of " + eni)
                                                    .orElse(""))
                                    .orElse("not associated")))
                    .toList());
        }
        for (LabView.RouteTableView table : lab.routeTables()) {
            if (lab.routeTables().size() > 1 || table.routes().stream().anyMatch(LabText::leadsToAnEni)) {
                page.blank()
                        .line(styles.strong("route table " + table.name()) + "  " + table.id()
                                + (table.subnets().isEmpty() ? "" : "  subnets " + String.join(", ", table.subnets())));
                rows(table.routes().stream()
                        .map(route -> List.of(route.destination(), "via " + route.target()))
                        .toList());
            }
        }
        if (!lab.outside().isEmpty()) {
            page.blank().line(styles.strong("outside of the VPC"));
            rows(lab.outside().stream()
                    .map(machine -> List.of(
                            machine.name(),
                            String.join(", ", machine.addresses()),
                            machine.by().equals("internet") ? "by the Internet" : ""))
                    .toList());
        }
        page.blank()
                .line(styles.strong("EC2 API") + "  " + lab.ec2().endpoint() + "  "
                        + lab.ec2().region());
        allFaults(lab.ec2().faults());
        page.blank()
                .line(styles.strong("DNS") + "  " + String.join("  ", lab.dns().servers()) + "  "
                        + lab.dns().domain());
        page.blank().line(styles.strong("metadata service") + "  " + String.join("  ", lab.endpoints()));
        allFaults(lab.faults());
    }

    private static boolean leadsToAnEni(LabView.RouteView route) {
        return !List.of("local", "igw", "vgw").contains(route.target());
    }

    private void rows(List<List<String>> rows) {
        new Columns(rows).print(page, INDENT);
    }

    /** Faults that are on, with what they are for, and how often each kind was met. */
    void faults(List<LabView.FaultView> faults) {
        allFaults(faults);
        print();
    }

    private void allFaults(List<LabView.FaultView> faults) {
        if (faults.isEmpty()) {
            page.line(INDENT + "no faults");
        }
        rows(faults.stream()
                .map(fault -> List.of(
                        fault.fault(),
                        "for " + fault.instance().orElse("all"),
                        fault.remaining().map(left -> left + " more requests").orElse("until switched off"),
                        "met by " + fault.consumed()))
                .toList());
    }

    /** One ENI, after a change to it. */
    void eni(LabView.EniView eni) {
        new Columns(List.of(eni.instance().isPresent() ? attached(eni) : detached(eni))).print(page, "");
        print();
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
                addresses(eni)
                        + eni.attachment()
                                .filter(state -> !state.equals("attached"))
                                .map(state -> "  " + state)
                                .orElse(""));
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
