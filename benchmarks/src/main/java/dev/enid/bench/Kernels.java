package dev.enid.bench;

import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.snapshot.Ownership;
import dev.enid.lab.fabric.Machine;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.util.List;

/** The kernel's tables of a machine, read from outside of the agent. */
final class Kernels {

    private Kernels() {}

    static KernelState state(Machine machine) throws IOException {
        try (Namespace namespace = Namespace.at(machine.networkNamespace());
                Kernel kernel = Kernel.open(namespace)) {
            return kernel.observe();
        }
    }

    /** enid's objects. */
    static List<KernelObject> ours(Machine machine) throws IOException {
        return state(machine).objects().filter(Ownership.OF_ENID::owns).toList();
    }

    /** How many of enid's objects have {@code word} in ip's words. */
    static long count(Machine machine, String word) throws IOException {
        KernelState state = state(machine);
        return state.objects()
                .filter(Ownership.OF_ENID::owns)
                .filter(object -> object.toIproute2(state).contains(word))
                .count();
    }
}
