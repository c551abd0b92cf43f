package dev.enid.agent.daemon;

/** First the daemon rehearses; from then on it keeps its memory small. */
public final class Idleness implements SpareTime {

    private final Rehearsal rehearsal;
    private final Memory memory = new Memory(System::nanoTime);

    public Idleness(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    @Override
    public boolean use() {
        if (rehearsal.isDone()) {
            memory.tidy();
            return false;
        }
        rehearsal.piece();
        return true;
    }
}
