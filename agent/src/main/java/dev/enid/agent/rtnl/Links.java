package dev.enid.agent.rtnl;

import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Sysctl;
import dev.enid.linux.wire.LinkMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Links, and the sysctls that a dump of links brings along. */
final class Links {

    private Links() {}

    static Link read(LinkMessage message) {
        return new Link(
                message.header().index(),
                message.name(),
                message.kind(),
                message.mac(),
                message.permanentMac(),
                message.mtu(),
                message.maxMtu(),
                message.up(),
                message.carrier(),
                message.loopback(),
                message.master(),
                message.parent(),
                message.parentElsewhere(),
                message.altNames());
    }

    static List<Sysctl> sysctls(LinkMessage message) {
        List<Sysctl> found = new ArrayList<>();
        for (Sysctl.Name name : Sysctl.Name.values()) {
            OptionalInt value = message.sysctl(name);
            if (value.isPresent()) {
                found.add(new Sysctl(message.header().index(), name, value.getAsInt()));
            }
        }
        return found;
    }
}
