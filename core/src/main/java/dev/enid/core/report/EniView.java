package dev.enid.core.report;

import dev.enid.core.desire.Standing;
import dev.enid.core.inventory.Eni;
import dev.enid.core.kernel.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One ENI. What IMDS does not tell, or not yet, is absent.
 *
 * @param interface_ the name of its link, absent while the kernel has none
 * @param table the number of its routing table and the priority of its rules
 * @param addresses all of them, the primary address first
 * @param prefixes delegated to it
 * @param state ok, pending, ignored or unknown
 * @param findings what a person should know, in sentences
 */
public record EniView(
        Optional<String> id,
        String mac,
        Optional<String> interface_,
        Optional<Integer> networkCard,
        Optional<Integer> deviceIndex,
        Optional<Integer> table,
        Optional<String> primaryAddress,
        List<String> addresses,
        List<String> prefixes,
        String state,
        List<String> findings) {

    public EniView {
        addresses = List.copyOf(addresses);
        prefixes = List.copyOf(prefixes);
        findings = List.copyOf(findings);
    }

    static EniView of(Standing standing, PlanView planned) {
        Optional<Eni> eni = standing.eni();
        Optional<String> link = standing.link().map(Link::name);
        List<String> findings = new ArrayList<>(standing.notes());
        planned.withheld().stream()
                .filter(each -> link.filter(each.interface_()::equals).isPresent())
                .map(EniView::withheld)
                .forEach(findings::add);
        return new EniView(
                eni.map(each -> each.id().text()),
                standing.mac().toString(),
                link,
                eni.map(Eni::networkCard),
                eni.map(Eni::deviceIndex),
                eni.map(Eni::table),
                eni.flatMap(Eni::primaryAddress).map(Object::toString),
                eni.stream().flatMap(Eni::addresses).map(Object::toString).toList(),
                eni.stream()
                        .flatMap(each -> each.prefixes().stream())
                        .map(Object::toString)
                        .toList(),
                standing.state().word(),
                findings);
    }

    static String withheld(WithheldView change) {
        return "withheld (" + change.guard() + "): " + change.action() + " " + change.object() + ": " + change.why();
    }

    boolean concerns(String link) {
        return interface_.filter(link::equals).isPresent();
    }
}
