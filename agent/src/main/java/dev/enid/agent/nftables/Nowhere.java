package dev.enid.agent.nftables;

import dev.enid.core.kernel.MarkTable;
import dev.enid.core.reading.Fault;
import dev.enid.core.snapshot.MarkUse;
import java.util.List;
import java.util.Optional;

/** No nftables at all. */
final class Nowhere implements Nftables {

    @Override
    public Optional<MarkTable> read() {
        return Optional.empty();
    }

    @Override
    public void put(MarkTable table) throws Refusal {
        throw new Refusal(Fault.Kind.REFUSED, "there are no tables of nftables here");
    }

    @Override
    public void remove() {}

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public List<MarkUse> others() {
        return List.of();
    }

    @Override
    public void close() {}
}
