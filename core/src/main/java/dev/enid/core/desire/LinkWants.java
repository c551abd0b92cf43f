package dev.enid.core.desire;

import dev.enid.core.inventory.Eni;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Sysctl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is set on the links of active ENIs themselves: up, MTU, alternative names, sysctls. */
final class LinkWants {

    private final KernelState state;
    private final Map<Sysctl.Id, Sysctl> sysctls;
    private final Settings settings;
    private final List<Want> wants = new ArrayList<>();

    LinkWants(KernelState state, Settings settings) {
        this.state = state;
        this.sysctls =
                state.sysctls().stream().collect(Collectors.toMap(Sysctl::key, Function.identity(), (a, b) -> a));
        this.settings = settings;
    }

    List<Want> wants() {
        return wants;
    }

    /** The primary's link is up already, with the MTU its owner gave it: it gets names, nothing else. */
    void link(Eni eni, Link link) {
        TreeSet<String> names = new TreeSet<>(link.altNames());
        Stream.of(eni.id().text(), eni.deviceName())
                .filter(name -> state.link(name).isEmpty())
                .forEach(names::add);
        Link wanted = link.withAltNames(names);
        if (!eni.primary()) {
            wanted = wanted.withUp(true);
            int most = link.maxMtu() == 0 ? settings.mtu() : Math.min(settings.mtu(), link.maxMtu());
            wanted = most == 0 ? wanted : wanted.withMtu(most);
        }
        wants.add(new Want(
                wanted,
                new Reason(link.name() + " is " + eni.id() + ", device index " + eni.deviceIndex()
                        + (eni.networkCard() == 0 ? "" : " on network card " + eni.networkCard()))));
    }

    /**
     * IMDS tells a secondary ENI's addresses and gateway. Router advertisements would add routes of the kernel's own that
     * outrank the primary's, and waiting for duplicates of an address that the VPC gave to nobody else costs a second.
     */
    void secondary(Eni eni, Link link) {
        Reason advertised = new Reason("IMDS, not a router advertisement, says what " + eni.id() + " gets");
        atMost(link, Sysctl.Name.ACCEPT_RA_DEFRTR, 0, advertised);
        atMost(link, Sysctl.Name.ACCEPT_RA_PINFO, 0, advertised);
        atMost(
                link,
                Sysctl.Name.ACCEPT_DAD,
                0,
                new Reason("the VPC gives an address to one ENI only: no duplicates to detect"));
    }

    /** Of two links in one subnet each answers for its own addresses only, and asks with its own. */
    void sharesSubnet(Link link, String others) {
        Reason reason = new Reason(link.name() + " is in one subnet with " + others);
        atLeast(link, Sysctl.Name.ARP_IGNORE, 1, reason);
        atLeast(link, Sysctl.Name.ARP_ANNOUNCE, 2, reason);
    }

    boolean isSet(Link link, Sysctl.Name name) {
        Sysctl current = sysctls.get(new Sysctl.Id(link.index(), name));
        return current != null && current.value() != 0;
    }

    private void atLeast(Link link, Sysctl.Name name, int value, Reason reason) {
        Sysctl current = sysctls.get(new Sysctl.Id(link.index(), name));
        if (current != null) {
            wants.add(new Want(new Sysctl(link.index(), name, Math.max(value, current.value())), reason));
        }
    }

    private void atMost(Link link, Sysctl.Name name, int value, Reason reason) {
        Sysctl current = sysctls.get(new Sysctl.Id(link.index(), name));
        if (current != null) {
            wants.add(new Want(new Sysctl(link.index(), name, Math.min(value, current.value())), reason));
        }
    }
}
