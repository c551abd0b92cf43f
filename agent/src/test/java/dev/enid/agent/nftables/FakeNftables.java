package dev.enid.agent.nftables;

import dev.enid.core.kernel.MarkTable;
import dev.enid.core.reading.Fault;
import dev.enid.core.snapshot.MarkUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** nftables of a test's own. */
public final class FakeNftables implements Nftables {

    private Optional<MarkTable> table = Optional.empty();
    private Optional<String> trouble = Optional.empty();
    private final List<MarkUse> others = new ArrayList<>();
    private Optional<Refusal> refusal = Optional.empty();
    private int looksAtOthers;

    /** What the others' rules use. */
    public void others(MarkUse marks) {
        others.add(marks);
    }

    /** Why nothing can be put here. */
    public void trouble(String why) {
        trouble = Optional.of(why);
    }

    /** Refuses the next change. */
    public void refuse(Fault.Kind kind, String detail) {
        refusal = Optional.of(new Refusal(kind, detail));
    }

    public boolean faultsConsumed() {
        return refusal.isEmpty();
    }

    /** How often it was looked what others do. */
    public int looksAtOthers() {
        return looksAtOthers;
    }

    /** Whatever was there. */
    public void set(Optional<MarkTable> other) {
        table = other;
    }

    @Override
    public Optional<MarkTable> read() {
        return table;
    }

    @Override
    public void put(MarkTable wanted) throws Refusal {
        refuseOnce();
        table = Optional.of(wanted);
    }

    @Override
    public void remove() throws Refusal {
        refuseOnce();
        table = Optional.empty();
    }

    private void refuseOnce() throws Refusal {
        Optional<Refusal> now = refusal;
        refusal = Optional.empty();
        if (now.isPresent()) {
            throw now.get();
        }
    }

    @Override
    public Optional<String> trouble() {
        return trouble;
    }

    @Override
    public List<MarkUse> others() {
        looksAtOthers++;
        return List.copyOf(others);
    }

    @Override
    public void close() {}
}
