package dev.enid.agent.operations;

import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.explain.KernelAnswer;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.Outcome;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import dev.enid.core.simulate.Flow;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.wire.RouteQuery;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** The kernel's tables, as operations ask for them. */
interface Tables {

    /** All that there is to know of them. */
    Reading<KernelState> observe();

    /** The kernel's own answer for a packet; absent where it cannot be asked. */
    Optional<KernelAnswer> ask(Flow flow, KernelState state);

    /** Carries one change out. */
    Outcome apply(Change change);

    /**
     * Those of the calling thread's network namespace, by a socket for each call: the daemon is seldom asked, and its own socket
     * belongs to its own thread.
     */
    record Here(InstantSource clock) implements Tables {

        /** Explaining takes forwarding and reverse path filters into account, those for all links too. */
        private static final Kernel.Scope SCOPE =
                new Kernel.Scope(false, link -> true, EnumSet.allOf(Sysctl.Name.class), true);

        @Override
        public Reading<KernelState> observe() {
            try (Kernel kernel = Kernel.open()) {
                return new Reading.Fresh<>(kernel.observe(SCOPE), clock.instant());
            } catch (LinuxException e) {
                return new Reading.Missing<>(Kernel.unreadable(e));
            }
        }

        @Override
        public Optional<KernelAnswer> ask(Flow flow, KernelState state) {
            if (!canBeAsked(flow, state)) {
                return Optional.empty();
            }
            RouteQuery query = RouteQuery.to(flow.to()).marked(flow.mark());
            query = flow.from().isPresent() ? query.from(flow.from().get()) : query;
            query = flow.iif().isPresent() ? query.inBy(index(flow.iif().get(), state)) : query;
            query = flow.oif().isPresent() ? query.outBy(index(flow.oif().get(), state)) : query;
            try (Kernel kernel = Kernel.open()) {
                return Optional.of(
                        switch (kernel.routeGet(query)) {
                            case Kernel.Way.By by ->
                                new KernelAnswer.Found(
                                        by.type(), by.link(), by.gateway(), by.preferredSource(), by.table());
                            case Kernel.Way.Nowhere(String why) -> new KernelAnswer.Refused(why);
                        });
            } catch (LinuxException e) {
                return Optional.empty();
            }
        }

        /** ip_route_output_key() refuses a source that no interface has, though a socket with IP_FREEBIND may send from it. */
        private static boolean canBeAsked(Flow flow, KernelState state) {
            return !flow.isLocal()
                    || flow.from().isEmpty()
                    || state.addresses().stream()
                            .anyMatch(address -> address.ip().equals(flow.from().get()));
        }

        private static int index(String name, KernelState state) {
            return state.link(name).map(Link::index).orElse(0);
        }

        @Override
        public Outcome apply(Change change) {
            try (Kernel kernel = Kernel.open()) {
                return kernel.apply(List.of(change)).getFirst();
            } catch (LinuxException e) {
                Fault fault = Kernel.unreadable(e);
                return new Outcome.Failed(new Fault(fault.kind(), "opening a netlink socket", fault.detail()));
            }
        }
    }
}
