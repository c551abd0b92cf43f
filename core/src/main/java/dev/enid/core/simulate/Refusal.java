package dev.enid.core.simulate;

import dev.enid.core.reading.Fault;
import java.util.Optional;

/** The kernel's refusals, by errno, as faults. */
final class Refusal {

    private Refusal() {}

    static Optional<Fault> exists(String doing) {
        return Optional.of(new Fault(Fault.Kind.EXISTS, doing, "EEXIST: there is one already"));
    }

    static Optional<Fault> noLink(String doing) {
        return Optional.of(new Fault(Fault.Kind.GONE, doing, "ENODEV: the link is gone"));
    }

    static Optional<Fault> absent(String doing) {
        return Optional.of(new Fault(Fault.Kind.GONE, doing, "ENOENT: there is none such"));
    }

    static Optional<Fault> notPermitted(String doing, String detail) {
        return Optional.of(new Fault(Fault.Kind.NOT_PERMITTED, doing, detail));
    }

    static Optional<Fault> refused(String doing, String detail) {
        return Optional.of(new Fault(Fault.Kind.REFUSED, doing, detail));
    }
}
