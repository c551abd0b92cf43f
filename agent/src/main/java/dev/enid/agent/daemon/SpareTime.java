package dev.enid.agent.daemon;

/**
 * Work done ahead: a JVM runs code fast only after it has run it often, and the first ENI to be plugged in shall not wait for
 * that.
 */
public interface Warmup {

    /** Does a piece, some milliseconds long. */
    void piece();

    boolean isDone();

    /** Called once, after the last piece: gives back what only the start needed. */
    void end();

    /** Nothing to do. */
    Warmup NONE = new Warmup() {
        @Override
        public void piece() {}

        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public void end() {}
    };
}
