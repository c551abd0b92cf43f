package dev.enid.lab.imds;

/** What is done about a request. */
sealed interface Reply {

    /** The status for the log, 0 where no answer was sent whole. */
    int status();

    /**
     * An answer.
     *
     * @param thenClose whether the connection ends with it
     * @param hops how many hops its packets may travel; 0 for as many as usual
     */
    record Answer(Response response, boolean thenClose, int hops) implements Reply {
        @Override
        public int status() {
            return response.status();
        }
    }

    /** An answer that breaks off halfway through its body, with the connection. */
    record Truncated(Response response) implements Reply {
        @Override
        public int status() {
            return 0;
        }
    }

    /** Bytes that are not HTTP, then the end of the connection. */
    record Garbage() implements Reply {
        @Override
        public int status() {
            return 0;
        }
    }

    /** Nothing, and nothing more on this connection: as when packets get lost. */
    record Silence() implements Reply {
        @Override
        public int status() {
            return 0;
        }
    }

    /** A TCP reset. */
    record Reset() implements Reply {
        @Override
        public int status() {
            return 0;
        }
    }
}
