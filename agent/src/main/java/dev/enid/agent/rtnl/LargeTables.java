package dev.enid.agent.rtnl;

import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.wire.AddressMessage;
import dev.enid.linux.wire.RouteMessage;
import dev.enid.linux.wire.RuleMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The tables that grow with what ENIs have: read whole in each pass, and most often the same as in the one before. */
final class LargeTables {

    private record Both<R>(Rtnetlink.Rows<R> v4, Rtnetlink.Rows<R> v6) {

        static <R> Both<R> of(Function<Family, Rtnetlink.Rows<R>> table) {
            return new Both<>(table.apply(Family.V4), table.apply(Family.V6));
        }

        List<R> now(Family family) throws LinuxException {
            return switch (family) {
                case V4 -> v4.now();
                case V6 -> v6.now();
            };
        }
    }

    private final Both<Address> addresses;
    private final Both<Route> routes;
    private final Both<Rule> rules;

    LargeTables(Rtnetlink rtnetlink) {
        addresses = Both.of(family -> rtnetlink.table(
                AddressMessage.all(family), AddressMessage.class, message -> Optional.of(Addresses.read(message))));
        routes = Both.of(family -> rtnetlink.table(
                RouteMessage.all(family),
                RouteMessage.class,
                message -> message.isCloned() ? Optional.empty() : Routes.read(message)));
        rules = Both.of(family -> rtnetlink.table(
                RuleMessage.all(family), RuleMessage.class, message -> Optional.of(Rules.read(message))));
    }

    List<Address> addresses(Family family) throws LinuxException {
        return addresses.now(family);
    }

    List<Route> routes(Family family) throws LinuxException {
        return routes.now(family);
    }

    List<Rule> rules(Family family) throws LinuxException {
        return rules.now(family);
    }
}
