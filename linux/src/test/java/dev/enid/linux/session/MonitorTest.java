package dev.enid.linux.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Sysctl;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.Sysctls;
import dev.enid.linux.wire.AddressMessage;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Message;
import dev.enid.linux.wire.NetconfMessage;
import dev.enid.linux.wire.Request;
import dev.enid.linux.wire.RouteHop;
import dev.enid.linux.wire.RouteMessage;
import dev.enid.linux.wire.RuleMessage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PrivateNetwork.Extension.class)
@Timeout(60)
class MonitorTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int UNICAST = 1;
    private static final int LOOK_UP = 1;

    @Test
    void tellsOfLinksAddressesRoutesAndRulesAsTheyComeAndGo(PrivateNetwork network) throws Exception {
        RtnetlinkSession session = network.session();
        try (Monitor monitor = Monitor.open(network.namespace(), EnumSet.allOf(Group.class))) {
            int link = network.pair("v0", "v1");
            next(monitor, changed(false, LinkMessage.class, l -> l.name().equals("v0") && l.up() && l.carrier()));

            for (String ip : List.of("10.0.0.1", "fd00::1")) {
                AddressMessage address = AddressMessage.of(link, Ip.parse(ip), 24, 0x202, 0);
                session.execute(Request.add(address));
                next(monitor, changed(false, AddressMessage.class, a -> a.ip().equals(Ip.parse(ip))));
                session.execute(Request.delete(address));
                next(monitor, changed(true, AddressMessage.class, a -> a.ip().equals(Ip.parse(ip))));
            }
            for (String to : List.of("192.0.2.0/24", "2001:db8::/32")) {
                RouteMessage route = RouteMessage.of(10001, Cidr.parse(to), UNICAST, 0, 99)
                        .withHops(List.of(RouteHop.of(link, Optional.empty())));
                session.execute(Request.add(route));
                next(monitor, changed(false, RouteMessage.class, r -> r.table() == 10001 && r.protocol() == 99));
                session.execute(Request.delete(route));
                next(
                        monitor,
                        changed(true, RouteMessage.class, r -> r.destination().equals(Cidr.parse(to))));
            }
            for (Family family : Family.values()) {
                RuleMessage rule = RuleMessage.of(family, 777, LOOK_UP, 10001).withProtocol(99);
                session.execute(Request.add(rule));
                next(monitor, changed(false, RuleMessage.class, r -> r.priority() == 777 && r.family() == family));
                session.execute(Request.delete(rule));
                next(monitor, changed(true, RuleMessage.class, r -> r.priority() == 777 && r.family() == family));
            }
            session.execute(Request.delete(LinkMessage.of(link)));
            next(monitor, changed(true, LinkMessage.class, l -> l.header().index() == link));
        }
    }

    @Test
    void saysThatEventsWereLostAndGoesOnListening(PrivateNetwork network) throws Exception {
        List<Request> flood = IntStream.range(0, 500)
                .mapToObj(i -> Request.add(RuleMessage.of(Family.V4, 1000 + i, LOOK_UP, 10001)))
                .toList();
        try (Monitor monitor = network.namespace().call(() -> Monitor.open(EnumSet.of(Group.V4_RULE), 4096))) {
            network.session().batch(flood);
            next(monitor, event -> event instanceof Event.Resync);

            while (!(monitor.next(Duration.ZERO) instanceof Event.Quiet)) {
                // What was still queued before the overrun.
            }
            network.session().execute(Request.delete(RuleMessage.of(Family.V4, 1000, LOOK_UP, 10001)));
            next(monitor, changed(true, RuleMessage.class, rule -> rule.priority() == 1000));
        }
    }

    @Test
    void tellsOfForwardingThatIsSwitchedOn(PrivateNetwork network) throws Exception {
        int link = network.pair("v0", "v1");
        Sysctls sysctls = new Sysctls();
        try (Monitor monitor = Monitor.open(network.namespace(), EnumSet.of(Group.V4_NETCONF, Group.V6_NETCONF))) {
            network.namespace().call(() -> {
                sysctls.write("v0", Sysctl.Name.RP_FILTER, 2);
                sysctls.write("v0", Sysctl.Name.FORWARDING, 1);
                sysctls.write("all", Sysctl.Name.FORWARDING_V6, 1);
                return true;
            });
            next(monitor, netconf(link, Sysctl.Name.RP_FILTER, 2));
            next(monitor, netconf(link, Sysctl.Name.FORWARDING, 1));
            next(monitor, netconf(link, Sysctl.Name.FORWARDING_V6, 1));
            next(monitor, netconf(0, Sysctl.Name.FORWARDING_V6, 1));
        }
    }

    private static Predicate<Event> netconf(int link, Sysctl.Name name, int value) {
        return changed(
                false,
                NetconfMessage.class,
                netconf -> netconf.link().equals(OptionalInt.of(link))
                        && netconf.value(name).equals(OptionalInt.of(value)));
    }

    @Test
    void tellsOfOneTableOfNftablesAndOfNoOther(PrivateNetwork network) throws Exception {
        assumeTrue(
                network.run("nft", "--version").startsWith("nftables"), "needs the program nft: apt install nftables");
        network.run("nft", "add table inet enid");
        try (Monitor monitor = network.namespace().call(() -> Monitor.ofNftables("enid"))) {
            network.run("nft", "add table inet other");
            network.run("nft", "add table ip enid");
            network.run("nft", "delete table ip enid");
            assertThat(monitor.next(Duration.ZERO)).isEqualTo(new Event.Quiet());

            for (String command : List.of(
                    "add chain inet enid c",
                    "add rule inet enid c accept",
                    "add set inet enid s { type mark; elements = { 1 }; }",
                    "add element inet enid s { 2 }",
                    "flush table inet enid",
                    "flush ruleset",
                    "add table inet enid")) {
                assertThat(network.run("nft", command)).isEmpty();
                assertThat(monitor.next(LONG)).as(command).isEqualTo(new Event.TableChanged("enid"));
                while (!(monitor.next(Duration.ZERO) instanceof Event.Quiet)) {
                    // The same transaction, in another datagram.
                }
            }
        }
    }

    @Test
    void isQuietWhenNothingHappens(PrivateNetwork network) throws Exception {
        try (Monitor monitor = Monitor.open(network.namespace(), EnumSet.of(Group.LINK))) {
            assertThat(monitor.next(Duration.ofMillis(1))).isEqualTo(new Event.Quiet());
        }
    }

    @Test
    void isWokenByAnotherThreadOnceForEachTime(PrivateNetwork network) throws Exception {
        try (Monitor monitor = Monitor.open(network.namespace(), EnumSet.of(Group.LINK));
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<Event> waiting = other.submit(() -> monitor.next(LONG));
            monitor.wake();
            assertThat(waiting.get()).isEqualTo(new Event.Woken());
            assertThat(monitor.next(Duration.ZERO)).isEqualTo(new Event.Quiet());

            monitor.wake();
            assertThat(monitor.next(LONG)).isEqualTo(new Event.Woken());
        }
    }

    @Test
    void closingEndsTheWaitOfAnotherThread(PrivateNetwork network) throws Exception {
        Monitor monitor = Monitor.open(network.namespace(), EnumSet.of(Group.LINK));
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<?> listening = other.submit(() -> {
                while (monitor.next(LONG) instanceof Event.Woken woken) {
                    assertThat(woken).isNotNull();
                }
                return null;
            });
            monitor.close();
            assertThatThrownBy(listening::get).hasRootCauseInstanceOf(IllegalStateException.class);
        }
        monitor.wake();
    }

    private static <T extends Message.Thing> Predicate<Event> changed(
            boolean removed, Class<T> kind, Predicate<T> which) {
        return event -> event instanceof Event.Changed changed
                && changed.removed() == removed
                && kind.isInstance(changed.thing())
                && which.test(kind.cast(changed.thing()));
    }

    /** Passes events over until the one looked for. */
    private static void next(Monitor monitor, Predicate<Event> wanted) throws LinuxException {
        Event event = monitor.next(LONG);
        while (!wanted.test(event)) {
            assertThat(event).as("the event waited for comes").isNotInstanceOf(Event.Quiet.class);
            event = monitor.next(LONG);
        }
    }
}
