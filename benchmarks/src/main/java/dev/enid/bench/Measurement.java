package dev.enid.bench;

import java.io.IOException;
import java.util.List;

/** One scenario that is measured. */
@FunctionalInterface
interface Measurement {

    /** Measures; progress goes to standard error. */
    List<Figure> measure(Program program) throws IOException, InterruptedException;
}
