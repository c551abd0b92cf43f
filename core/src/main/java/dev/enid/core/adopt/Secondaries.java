package dev.enid.core.adopt;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Standing;
import dev.enid.core.desire.Want;
import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Cidr;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The ENIs that are handed over: not the primary, which stays with whoever has it. */
final class Secondaries {

    /** One of them. */
    record Secondary(Eni eni, Link link) {

        /** Whether it is that very address or delegated prefix of the ENI. */
        boolean has(Cidr from) {
            return eni.prefixes().contains(from)
                    || (from.isHost() && eni.addresses(from.family()).contains(from.ip()));
        }
    }

    private final List<Secondary> all = new ArrayList<>();
    private final Desired desired;

    Secondaries(Desired desired) {
        this.desired = desired;
        for (Standing standing : desired.standings()) {
            Optional<Eni> eni = standing.eni().filter(each -> !each.primary());
            if (standing.state() == Standing.State.OK && eni.isPresent()) {
                all.add(new Secondary(eni.get(), standing.link().orElseThrow()));
            }
        }
    }

    List<Secondary> all() {
        return all;
    }

    Optional<Secondary> on(int link) {
        return all.stream().filter(each -> each.link().index() == link).findFirst();
    }

    Optional<Secondary> named(String link) {
        return all.stream().filter(each -> each.link().name().equals(link)).findFirst();
    }

    Optional<Secondary> with(Cidr from) {
        return all.stream().filter(each -> each.has(from)).findFirst();
    }

    Optional<Secondary> of(Rule rule) {
        return all.stream()
                .filter(each -> rule.table() == each.eni().table())
                .filter(_ -> rule.action() == Rule.Action.LOOKUP)
                .findFirst();
    }

    /** The addresses, routes and rules that enid wants for them. */
    Stream<Want> wants() {
        return desired.wants().stream().filter(want -> isTheirs(want.object()));
    }

    private boolean isTheirs(KernelObject object) {
        return switch (object) {
            case Address address -> on(address.link()).isPresent();
            case Route route ->
                on(route.link())
                        .filter(each -> route.table() == Route.MAIN
                                || route.table() == each.eni().table())
                        .isPresent();
            case Rule rule -> rule.selector().from().isPresent() && of(rule).isPresent();
            case Link _, Neighbor _, Sysctl _, MarkTable _ -> false;
        };
    }
}
