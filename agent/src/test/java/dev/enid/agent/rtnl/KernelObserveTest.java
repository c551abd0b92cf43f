package dev.enid.agent.rtnl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.reading.Fault;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A look at a kernel that does not stand still. */
class KernelObserveTest {

    private final FakeKernel fake = new FakeKernel();
    private final Kernel kernel = fake.kernel();
    private final Mac mac = new Mac(0x02005e005301L);

    @Test
    void readsEverythingWithTheSysctlsOfTheLinks() throws LinuxException {
        fake.plug(2, "eth1", mac);
        fake.setUp(2, true);
        fake.put(new Sysctl(2, Sysctl.Name.ARP_IGNORE, 1));
        Address address = Address.of(2, Ip.parse("10.0.1.5"), 32, Address.PERMANENT, 236);
        Route route = Route.unicast(10001, Cidr.parse("10.0.1.0/24"), NextHop.direct(2), 0, 236);
        Rule rule = Rule.lookup(Family.V6, 10001, Rule.Selector.from(Cidr.parse("2001:db8::5/128")), 10001, 236);
        fake.put(address);
        fake.put(route);
        fake.put(rule);

        KernelState state = kernel.observe();

        assertThat(state.links()).contains(fake.link(2)).hasSize(2);
        assertThat(state.addresses()).containsExactly(address);
        assertThat(state.routes()).containsExactly(route);
        assertThat(state.rules()).contains(rule);
        assertThat(state.sysctls())
                .contains(new Sysctl(2, Sysctl.Name.ARP_IGNORE, 1), new Sysctl(2, Sysctl.Name.ACCEPT_DAD, 1));
    }

    @Test
    void aLinkThatComesDuringTheLookIsInItWithAllThatLiesOnIt() throws LinuxException {
        Address address = Address.of(2, Ip.parse("10.0.1.5"), 32, Address.PERMANENT, 236);
        fake.meanwhile("list rule", () -> {
            fake.plug(2, "eth1", mac);
            fake.put(address);
        });

        KernelState state = kernel.observe();

        assertThat(state.link(2)).isPresent();
        assertThat(state.addresses()).containsExactly(address);
        fake.assertFaultsConsumed();
    }

    @Test
    void linksThatNeverStandStillDoNotKeepItForEver() throws LinuxException {
        fake.plug(2, "eth1", mac);
        for (int i = 0; i < 3; i++) {
            int mtu = 1400 + i;
            fake.meanwhile("list rule", () -> fake.put(fake.link(2).withMtu(mtu)));
        }

        assertThat(kernel.observe().link(2)).isEqualTo(Optional.of(fake.link(2).withMtu(1402)));
        fake.assertFaultsConsumed();
    }

    @Test
    void aTableThatCannotBeReadIsAnErrorWithItsErrno() {
        fake.refuseDump("route", Errno.EINTR, 1);

        assertThatThrownBy(kernel::observe).isInstanceOfSatisfying(LinuxException.class, e -> {
            assertThat(Kernel.unreadable(e).kind()).isEqualTo(Fault.Kind.BUSY);
            assertThat(Kernel.unreadable(e).kind().retryable()).isTrue();
        });
        fake.assertFaultsConsumed();
    }

    @Test
    void aHostIsReadWithoutNeighborsAndWithoutSysctlsOfLinksInBridges() throws LinuxException {
        fake.plug(2, "eth1", mac);
        int all = dumpsOf(Kernel.Scope.ALL);
        int host = dumpsOf(Kernel.Scope.HOST);

        assertThat(host).isEqualTo(all - 4);
        assertThat(kernel.observe(Kernel.Scope.HOST).sysctls()).allMatch(sysctl -> sysctl.link() == 2);
    }

    private int dumpsOf(Kernel.Scope scope) throws LinuxException {
        int before = fake.dumps();
        kernel.observe(scope);
        return fake.dumps() - before;
    }

    @Test
    void knowsWhetherTheKernelMarksAddressesOnceItSawOne() throws LinuxException {
        fake.plug(2, "eth1", mac);
        kernel.observe();
        assertThat(kernel.marksAddresses()).isFalse();

        Address marked = Address.of(2, Ip.parse("10.0.1.5"), 32, Address.PERMANENT, 236);
        fake.put(marked);
        kernel.observe();
        assertThat(kernel.marksAddresses()).isTrue();

        fake.remove(marked);
        kernel.observe();
        assertThat(kernel.marksAddresses()).isTrue();
    }
}
