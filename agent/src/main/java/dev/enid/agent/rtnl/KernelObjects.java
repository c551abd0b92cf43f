package dev.enid.agent.rtnl;

import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Sysctl;
import dev.enid.linux.wire.AddressMessage;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Message;
import dev.enid.linux.wire.NeighborMessage;
import dev.enid.linux.wire.NetconfMessage;
import dev.enid.linux.wire.RouteMessage;
import dev.enid.linux.wire.RuleMessage;
import java.util.ArrayList;
import java.util.List;

/** What a message of the kernel is about, for those who listen to events. */
public final class KernelObjects {

    private KernelObjects() {}

    /** The objects, none for what {@link Kernel#observe} leaves out too: learnt neighbors, exceptions beside routes. */
    public static List<? extends KernelObject> of(Message.Thing thing) {
        return switch (thing) {
            case LinkMessage link -> List.of(Links.read(link));
            case AddressMessage address -> List.of(Addresses.read(address));
            case RouteMessage route ->
                route.isCloned() ? List.of() : Routes.read(route).stream().toList();
            case RuleMessage rule -> List.of(Rules.read(rule));
            case NeighborMessage neighbor -> Neighbors.read(neighbor).stream().toList();
            case NetconfMessage netconf -> sysctls(netconf);
        };
    }

    private static List<Sysctl> sysctls(NetconfMessage netconf) {
        List<Sysctl> told = new ArrayList<>();
        netconf.link().ifPresent(link -> {
            for (Sysctl.Name name : Sysctl.Name.values()) {
                netconf.value(name).ifPresent(value -> told.add(new Sysctl(link, name, value)));
            }
        });
        return told;
    }
}
