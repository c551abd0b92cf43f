package dev.enid.agent.imds;

import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Fault.Kind;

/** The one exception of this package: a fault on its way to the {@link dev.enid.core.reading.Reading} it belongs in. */
final class ImdsFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Fault fault;
    private final boolean contradiction;

    private ImdsFailure(Fault fault, boolean contradiction) {
        // An outage makes one of these for each try; where it was thrown says nothing that the fault does not.
        super(fault.toString(), null, false, false);
        this.fault = fault;
        this.contradiction = contradiction;
    }

    ImdsFailure(Kind kind, String doing, String detail) {
        this(new Fault(kind, doing, detail), false);
    }

    /** Answers that are well formed, each for itself, and cannot all be true. */
    static ImdsFailure contradiction(String doing, String detail) {
        return new ImdsFailure(new Fault(Kind.MALFORMED, doing, detail), true);
    }

    Fault fault() {
        return fault;
    }

    /** Whether reading everything again may settle it: a part that was not read this time may be out of date. */
    boolean isContradiction() {
        return contradiction;
    }
}
