package dev.enid.agent.pass;

import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.kernel.Address;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Remembers the addresses that we put, where the kernel does not. */
interface AddressBook {

    void before(List<Change> changes);

    void after(List<Change> changes, List<Outcome> outcomes);

    /** Remembers nothing. */
    AddressBook NONE = new AddressBook() {
        @Override
        public void before(List<Change> changes) {}

        @Override
        public void after(List<Change> changes, List<Outcome> outcomes) {}
    };

    /**
     * In a ledger. An address is written down before it is put: after a crash between the two, one too many in the ledger
     * is an address that is not there; one too few would stay on the host for ever.
     */
    record Kept(Kernel kernel, Ledger ledger) implements AddressBook {

        @Override
        public void before(List<Change> changes) {
            if (kernel.marksAddresses()) {
                ledger.keep(Set.of());
            } else {
                Set<Address.Id> ids = new HashSet<>(ledger.entries());
                changes.forEach(change -> {
                    if (!(change.step() instanceof KernelStep.Drop)
                            && change.step().object() instanceof Address address) {
                        ids.add(address.key());
                    }
                });
                ledger.keep(ids);
            }
        }

        @Override
        public void after(List<Change> changes, List<Outcome> outcomes) {
            Set<Address.Id> ids = new HashSet<>(ledger.entries());
            for (int i = 0; i < changes.size(); i++) {
                if (changes.get(i).step().object() instanceof Address address
                        && isNotOurs(changes.get(i), outcomes.get(i))) {
                    ids.remove(address.key());
                }
            }
            ledger.keep(ids);
        }

        /** Somebody else put it first, or it is not there. */
        private static boolean isNotOurs(Change change, Outcome outcome) {
            return switch (outcome) {
                case Outcome.Done _, Outcome.AlreadySo _ when change.step() instanceof KernelStep.Drop -> true;
                case Outcome.Done _ -> false;
                case Outcome.AlreadySo _ -> change.step() instanceof KernelStep.Put;
                case Outcome.Failed _ -> change.step() instanceof KernelStep.Put;
                case Outcome.Skipped _ -> false;
            };
        }
    }
}
